package org.csiscaleio.image.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.csiscaleio.image.config.Configuration;
import org.csiscaleio.image.server.SocketFile;
import org.csiscaleio.operation.Finding;

/** Whether the plugin could listen where it is to. */
final class EndpointCheck {
  private static final String PART = "socket";
  private static final String OWNER = "socket's owner";

  private final Configuration.Endpoint endpoint;

  EndpointCheck(Configuration.Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  List<Finding> look() {
    var findings = new ArrayList<Finding>();
    try {
      findings.add(socket());
      findings.addAll(owners());
    } catch (IOException e) {
      findings.add(
          Finding.fail(PART, endpoint.path() + " cannot be looked at: " + e.getMessage(), ""));
    }
    return findings;
  }

  private Finding socket() throws IOException {
    Path path = endpoint.path();
    Path directory = path.getParent();
    if (directory == null) {
      return Finding.fail(PART, path + " is in no directory", "correct endpoint");
    }
    if (!Files.isDirectory(directory)) {
      Path above = directory.getParent();
      boolean canBeMade =
          !Files.exists(directory)
              && above != null
              && Files.isDirectory(above)
              && Files.isWritable(above);
      return canBeMade
          ? Finding.ok(PART, directory + " is made (0700) when the plugin starts")
          : Finding.fail(
              PART, directory + " is no directory, and cannot be made one", "make it first");
    }
    return switch (SocketFile.present(path)) {
      // What is served needs no more room.
      case SERVED -> Finding.ok(PART, "a plugin is serving at " + path);
      case SOMETHING_ELSE ->
          Finding.fail(
              PART, path + " is there and is no socket", "remove it, or choose another endpoint");
      case STALE, NOTHING ->
          Files.isWritable(directory)
              ? Finding.ok(PART, "a plugin can listen on " + path)
              : Finding.fail(
                  PART,
                  "no socket can be made in " + directory + ": it cannot be written",
                  "make it writable for the plugin's user, or choose another endpoint; in a"
                      + " container it must not be read-only");
    };
  }

  private List<Finding> owners() throws IOException {
    var findings = new ArrayList<Finding>();
    UserPrincipalLookupService names =
        endpoint.path().getFileSystem().getUserPrincipalLookupService();
    if (endpoint.user().isPresent()) {
      try {
        var user = names.lookupPrincipalByName(endpoint.user().get());
        findings.add(Finding.ok(OWNER, "will be " + user));
      } catch (UserPrincipalNotFoundException e) {
        findings.add(unknown("user " + endpoint.user().get(), "endpointUser"));
      }
    }
    if (endpoint.group().isPresent()) {
      try {
        var group = names.lookupPrincipalByGroupName(endpoint.group().get());
        findings.add(Finding.ok(OWNER, "will be group " + group));
      } catch (UserPrincipalNotFoundException e) {
        findings.add(unknown("group " + endpoint.group().get(), "endpointGroup"));
      }
    }
    return findings;
  }

  private static Finding unknown(String who, String setting) {
    return Finding.fail(OWNER, "there is no " + who + " here", "correct " + setting);
  }
}
