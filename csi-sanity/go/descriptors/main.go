// Command descriptors writes the descriptor of csi.proto, as the CSI specification's own Go module carries it, to
// standard output: a serialized google.protobuf.FileDescriptorSet, the files csi.proto imports included.
//
// Which release of the specification it speaks for is decided when it is built: go.mod names the newest one, and
// each spec-X.Y.mod (go build -modfile=spec-X.Y.mod) another. Releases of one module cannot be linked into one
// program, hence one program built several times. The module moved its package twice; a build tag, csi01 or csi0,
// says which of release_*.go imports it.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

func main() {
	file, err := published()
	if err == nil {
		var bytes []byte
		bytes, err = proto.MarshalOptions{Deterministic: true}.Marshal(withImports(file))
		if err == nil {
			_, err = os.Stdout.Write(bytes)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "descriptors:", err)
		os.Exit(1)
	}
}

// published finds the one file whose package is csi, csi.v0 or csi.v1: linking the module registers it.
func published() (protoreflect.FileDescriptor, error) {
	var found []protoreflect.FileDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if file.Package() == "csi" || strings.HasPrefix(string(file.Package()), "csi.") {
			found = append(found, file)
		}
		return true
	})
	if len(found) != 1 {
		return nil, fmt.Errorf("%d files of package csi are linked, not one", len(found))
	}
	if found[0].Messages().Len() == 0 {
		return nil, errors.New("the file of package csi is empty")
	}
	return found[0], nil
}

// withImports lists file after everything it imports, each file once: the order in which a reader can link them.
func withImports(file protoreflect.FileDescriptor) *descriptorpb.FileDescriptorSet {
	set := &descriptorpb.FileDescriptorSet{}
	seen := map[string]bool{}
	var add func(protoreflect.FileDescriptor)
	add = func(file protoreflect.FileDescriptor) {
		if seen[file.Path()] {
			return
		}
		seen[file.Path()] = true
		for i := 0; i < file.Imports().Len(); i++ {
			add(file.Imports().Get(i).FileDescriptor)
		}
		set.File = append(set.File, protodesc.ToFileDescriptorProto(file))
	}
	add(file)
	return set
}
