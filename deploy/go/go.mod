// Pins where the newest definitions of the snapshot classes come from.
module csi-scaleio/deploy/go

go 1.25.0

require github.com/kubernetes-csi/external-snapshotter/client/v8 v8.7.0
