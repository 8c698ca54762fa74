# The running example: redis, whose data outlives its allocation and its client.
job "redis" {
  group "redis" {
    volume "data" {
      type            = "csi"
      source          = "redis"
      access_mode     = "single-node-writer"
      attachment_mode = "file-system"
    }

    task "redis" {
      driver = "docker"

      config {
        image = "redis:7"
        args  = ["redis-server", "--dir", "/data", "--appendonly", "yes"]
      }

      volume_mount {
        volume      = "data"
        destination = "/data"
      }

      resources {
        cpu    = 500
        memory = 256
      }
    }
  }
}
