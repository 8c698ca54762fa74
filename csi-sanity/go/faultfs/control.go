package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
)

func listen(socket string) (net.Listener, error) {
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	return net.Listen("unix", socket)
}

func takeCommands(listener net.Listener, gate *gate) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return // closed: we are ending
		}
		go answer(connection, gate)
	}
}

func answer(connection net.Conn, gate *gate) {
	defer connection.Close()
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		rule, err := parseRule(lines.Text())
		if err != nil {
			fmt.Fprintln(connection, "error:", err)
			continue
		}
		gate.set(rule)
		fmt.Fprintln(connection, "ok")
	}
}
