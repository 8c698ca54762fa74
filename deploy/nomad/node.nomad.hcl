# The node: on every client that has an SDC. The docker driver of those clients has to allow privileged containers:
#   plugin "docker" { config { allow_privileged = true  volumes { enabled = true } } }
job "csi-scaleio-node" {
  type = "system"

  group "node" {
    task "plugin" {
      driver = "docker"

      config {
        image        = "csi-scaleio:0.1.0"
        args         = ["serve"]
        privileged   = true
        network_mode = "host"
        pid_mode     = "host"

        mount {
          type   = "bind"
          source = "/dev"
          target = "/dev"
        }

        mount {
          type     = "bind"
          source   = "/opt/emc/scaleio"
          target   = "/opt/emc/scaleio"
          readonly = true
        }

        # Outlives the container: mkdir -p /var/lib/csi-scaleio on each client.
        mount {
          type   = "bind"
          source = "/var/lib/csi-scaleio"
          target = "/var/lib/csi-scaleio"
        }
      }

      env {
        X_CSI_MODE          = "node"
        X_CSI_SCALEIO_SCOPE = "cluster"
      }

      csi_plugin {
        id             = "scaleio"
        type           = "node"
        mount_dir      = "/csi"
        health_timeout = "60s"
      }

      resources {
        cpu    = 200
        memory = 384
      }
    }
  }
}
