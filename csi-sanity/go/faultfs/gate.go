package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

type action int

const (
	pass action = iota
	fail
	hang
)

// A rule says what happens to which requests. The zero rule lets everything pass.
type rule struct {
	action        action
	reads, writes bool
	everywhere    bool
	from, to      int64 // bytes, to excluded; unless everywhere
}

func (r rule) covers(write bool, from, to int64) bool {
	concerned := r.reads
	if write {
		concerned = r.writes
	}
	return concerned && (r.everywhere || from < r.to && r.from < to)
}

func parseRule(line string) (rule, error) {
	words := strings.Fields(line)
	if len(words) == 1 && (words[0] == "ok" || words[0] == "release") {
		return rule{}, nil
	}
	r := rule{reads: true, writes: true, everywhere: true}
	if len(words) == 0 {
		return r, fmt.Errorf("no command")
	}
	switch words[0] {
	case "fail":
		r.action = fail
	case "hang":
		r.action = hang
	default:
		return r, fmt.Errorf("unknown command %q", words[0])
	}
	words = words[1:]
	if len(words)%2 == 1 {
		switch words[0] {
		case "read":
			r.writes = false
		case "write":
			r.reads = false
		case "all":
		default:
			return r, fmt.Errorf("neither read, write nor all: %q", words[0])
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return r, nil
	}
	return r.within(words)
}

func (r rule) within(words []string) (rule, error) {
	if len(words) != 2 {
		return r, fmt.Errorf("want OFFSET LENGTH, got %q", words)
	}
	offset, err := strconv.ParseInt(words[0], 10, 62)
	if err != nil || offset < 0 {
		return r, fmt.Errorf("not an offset: %q", words[0])
	}
	length, err := strconv.ParseInt(words[1], 10, 62)
	if err != nil || length <= 0 {
		return r, fmt.Errorf("not a length: %q", words[1])
	}
	r.everywhere, r.from, r.to = false, offset, offset+length
	return r, nil
}

// A gate is what every request goes through before it touches the file.
type gate struct {
	mutex   sync.Mutex
	rule    rule
	changed chan struct{} // closed when the rule is replaced
}

func newGate() *gate {
	return &gate{changed: make(chan struct{})}
}

// set replaces the rule; what hangs is judged again by the new one.
func (g *gate) set(r rule) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.rule = r
	close(g.changed)
	g.changed = make(chan struct{})
}

// enter returns 0 when the request may go on, and not before it may.
func (g *gate) enter(ctx context.Context, write bool, from, to int64) syscall.Errno {
	for {
		g.mutex.Lock()
		rule, changed := g.rule, g.changed
		g.mutex.Unlock()
		if rule.action == pass || !rule.covers(write, from, to) {
			return 0
		}
		if rule.action == fail {
			return syscall.EIO
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return syscall.EINTR
		}
	}
}
