//go:build !csi0 && !csi01

package main

import _ "github.com/container-storage-interface/spec/lib/go/csi" // csi.v1
