# The controller: one for the cluster. It alone knows the gateway and the password:
#   nomad var put nomad/jobs/csi-scaleio-controller password=change-me
job "csi-scaleio-controller" {
  type = "service"

  group "controller" {
    count = 1

    task "plugin" {
      driver = "docker"

      config {
        image = "csi-scaleio:0.1.0"
        args  = ["serve", "--config=/local/csi-scaleio.yaml"]
      }

      env {
        X_CSI_MODE          = "controller"
        X_CSI_SCALEIO_SCOPE = "cluster"
      }

      template {
        destination = "local/csi-scaleio.yaml"
        data        = <<EOF
gateway: [https://gateway.example]
user: admin
passwordFile: /secrets/password
caFile: /local/ca.pem
protectionDomain: pd1
storagePool: sp1
EOF
      }

      # What makes the gateway's certificate trusted; or say 'fingerprint' above in place of caFile.
      template {
        destination = "local/ca.pem"
        data        = <<EOF
-----BEGIN CERTIFICATE-----
put the certificate of the gateway's authority here
-----END CERTIFICATE-----
EOF
      }

      # Read again at every login: a new password needs no restart.
      template {
        destination = "secrets/password"
        change_mode = "noop"
        perms       = "600"
        data        = "{{ with nomadVar \"nomad/jobs/csi-scaleio-controller\" }}{{ .password }}{{ end }}"
      }

      csi_plugin {
        id             = "scaleio"
        type           = "controller"
        mount_dir      = "/csi"
        health_timeout = "60s"
      }

      resources {
        cpu    = 200
        memory = 256
      }
    }
  }
}
