//go:build csi01

package main

import _ "github.com/container-storage-interface/spec/lib/go/csi" // csi, before its releases had packages of their own
