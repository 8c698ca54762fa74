// Command faultfs mounts a file system with one file, "disk", that can be made to fail or to hang. A loop device over
// that file is a block device with real read errors, write errors or a device that no longer answers.
//
//	faultfs -backing FILE -mount DIRECTORY -control SOCKET [-until-eof]
//
// The bytes and the size are those of FILE, byte for byte, with no cache between, so that a fault is seen at once. It
// prints "ready" when the file is there, and then takes commands on the unix socket, one to a line, each answered by
// "ok" or "error: ...":
//
//	ok                                          everything works; what hung goes on (also: release)
//	fail [read|write|all] [OFFSET LENGTH]       reads, writes or both end with EIO; only those that touch the range
//	hang [read|write|all] [OFFSET LENGTH]       the same ones are not answered until another command is given
//
// Flushing and discarding count as writing, flushing as writing anywhere. It ends on SIGTERM or SIGINT, with -until-eof
// also when its standard input ends. However it ends, SIGKILL included, nothing stays hung: what waits, and whatever is
// asked of the file later, gets an error. It wants root, and no fusermount.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	backing := flag.String("backing", "", "the `file` that holds the bytes")
	mount := flag.String("mount", "", "the empty `directory` to mount at")
	control := flag.String("control", "", "the unix `socket` to take commands on")
	untilEOF := flag.Bool("until-eof", false, "end when the standard input ends")
	flag.Parse()
	if *backing == "" || *mount == "" || *control == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(64)
	}
	if err := run(*backing, *mount, *control, *untilEOF); err != nil {
		fmt.Fprintln(os.Stderr, "faultfs:", err)
		os.Exit(1)
	}
}

func run(backing, mount, control string, untilEOF bool) error {
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGTERM, syscall.SIGINT)
	gate := newGate()
	file, err := os.OpenFile(backing, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	listener, err := listen(control)
	if err != nil {
		return err
	}
	defer listener.Close()
	if err := serve(file, mount, gate); err != nil {
		return err
	}
	go takeCommands(listener, gate)
	if untilEOF {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			ends <- syscall.SIGTERM
		}()
	}
	fmt.Println("ready")
	<-ends
	gate.set(rule{action: fail, reads: true, writes: true, everywhere: true})
	// Lazily: a loop device may still hold the file. It gets errors from the moment this process is gone.
	return syscall.Unmount(mount, syscall.MNT_DETACH)
}
