# nomad volume register existing-volume.hcl: a volume that is on the array already, by its name there.
id          = "legacy"
name        = "legacy"
type        = "csi"
plugin_id   = "scaleio"
external_id = "name:legacy"

capability {
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}

mount_options {
  fs_type = "ext4"
}

# REX-Ray kept a volume's files in the directory data.
context {
  subPath = "data"
}
