# nomad volume create redis-volume.hcl
id        = "redis"
name      = "redis"
type      = "csi"
plugin_id = "scaleio"

capacity_min = "16GiB"
capacity_max = "24GiB"

capability {
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}

mount_options {
  fs_type     = "xfs"
  mount_flags = ["noatime"]
}

parameters {
  protectiondomain = "pd1"
  storagepool      = "sp1"
  provisioning     = "thin"
}
