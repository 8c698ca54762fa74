//go:build csi0

package main

import _ "github.com/container-storage-interface/spec/lib/go/csi/v0" // csi.v0
