// Pins the oldest definitions that have group snapshot classes of the version which is used here.
module csi-scaleio/deploy/go

go 1.25.0

require github.com/kubernetes-csi/external-snapshotter/client/v8 v8.2.0
