"""A gRPC client that is not Java's: gRPC's C core, which is what Mesos links, by way of Debian's python3-grpcio.

One channel to one unix socket for its whole life, as an orchestrator's. Each line of standard input is a call:

    <full method> <deadline in seconds> <request in base64, or ->

and is answered by one line on standard output, when the call has ended:

    <status code> <response in base64, or the status message>

As Mesos does, it waits for the connection to be ready until the deadline.
"""

import base64
import sys

import grpc

channel = grpc.insecure_channel("unix://" + sys.argv[1])
for line in sys.stdin:
    method, deadline, request = line.split()
    call = channel.unary_unary(method)
    body = b"" if request == "-" else base64.b64decode(request)
    try:
        response = call(body, timeout=float(deadline), wait_for_ready=True)
        print("OK", base64.b64encode(response).decode(), flush=True)
    except grpc.RpcError as error:
        print(error.code().name, " ".join(error.details().split()), flush=True)
