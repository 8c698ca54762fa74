// Command descriptors writes the descriptor of csi.proto, as the CSI specification's own Go module carries it, to
// standard output: a serialized google.protobuf.FileDescriptorSet, the files csi.proto imports included.
//
// Which release of the specification it speaks for is decided when it is built: go.mod names the newest one, and
// spec-1.12.mod (go build -modfile=spec-1.12.mod) the last one that still had VolumeCondition. Two releases of one
// module cannot be linked into one program, hence one program built twice.
package main

import (
	"fmt"
	"os"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

func main() {
	volume := (&csi.Volume{}).ProtoReflect().Descriptor()
	bytes, err := proto.MarshalOptions{Deterministic: true}.Marshal(withImports(volume.ParentFile()))
	if err == nil {
		_, err = os.Stdout.Write(bytes)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "descriptors:", err)
		os.Exit(1)
	}
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
