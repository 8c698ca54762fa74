package main

import (
	"context"
	"math"
	"os"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

const name = "disk"

// serve mounts the file system; it answers from other goroutines when this returns.
func serve(file *os.File, mount string, gate *gate) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	root := &folder{disk: disk{file: file, size: uint64(info.Size()), gate: gate}}
	// Names and sizes never change, so the kernel never has to ask again, not even while reads and writes hang.
	forever := 24 * time.Hour
	_, err = fs.Mount(mount, root, &fs.Options{
		MountOptions: fuse.MountOptions{DirectMountStrict: true, DisableXAttrs: true, FsName: "faultfs", Name: "faultfs"},
		EntryTimeout: &forever,
		AttrTimeout:  &forever,
	})
	return err
}

// folder is the root: it holds the disk and nothing else.
type folder struct {
	fs.Inode
	disk disk
}

func (f *folder) OnAdd(ctx context.Context) {
	child := f.NewPersistentInode(ctx, &f.disk, fs.StableAttr{Mode: syscall.S_IFREG})
	f.AddChild(name, child, false)
}

// disk is the file. Every request that touches bytes goes through the gate first.
type disk struct {
	fs.Inode
	file *os.File
	size uint64
	gate *gate
}

var (
	_ fs.NodeOnAdder   = (*folder)(nil)
	_ fs.NodeGetattrer = (*disk)(nil)
	_ fs.NodeOpener    = (*disk)(nil)
	_ fs.NodeReader    = (*disk)(nil)
	_ fs.NodeWriter    = (*disk)(nil)
	_ fs.NodeFsyncer   = (*disk)(nil)
	_ fs.NodeAllocater = (*disk)(nil)
)

func (d *disk) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	out.Mode = syscall.S_IFREG | 0o600
	out.Nlink = 1
	out.Size = d.size
	return 0
}

// Open turns the kernel's page cache off: a cached page would hide a fault.
func (d *disk) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_DIRECT_IO, 0
}

func (d *disk) Read(ctx context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	if errno := d.gate.enter(ctx, false, off, off+int64(len(dest))); errno != 0 {
		return nil, errno
	}
	return fuse.ReadResultFd(d.file.Fd(), off, len(dest)), 0
}

func (d *disk) Write(ctx context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	if errno := d.gate.enter(ctx, true, off, off+int64(len(data))); errno != 0 {
		return 0, errno
	}
	written, err := d.file.WriteAt(data, off)
	return uint32(written), fs.ToErrno(err)
}

func (d *disk) Fsync(ctx context.Context, _ fs.FileHandle, _ uint32) syscall.Errno {
	if errno := d.gate.enter(ctx, true, 0, math.MaxInt64); errno != 0 {
		return errno
	}
	return fs.ToErrno(d.file.Sync())
}

// Allocate discards: the loop device asks for holes when the file system on it gives space back.
func (d *disk) Allocate(ctx context.Context, _ fs.FileHandle, off, size uint64, mode uint32) syscall.Errno {
	if errno := d.gate.enter(ctx, true, int64(off), int64(off+size)); errno != 0 {
		return errno
	}
	return fs.ToErrno(syscall.Fallocate(int(d.file.Fd()), mode, int64(off), int64(size)))
}
