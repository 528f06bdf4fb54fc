# The HTTP server: what runs on the event loop. The rest of the room knows nothing of it.
target_sources(portico_http PRIVATE
  src/server/answer.cpp
  src/server/connection.cpp
  src/server/exchange.cpp
  src/server/file_body.cpp
  src/server/head_parser.cpp
  src/server/listening.cpp
  src/server/output.cpp
  src/server/proxy_protocol.cpp
  src/server/ranges.cpp
  src/server/response_head.cpp
  src/server/server.cpp
  src/server/web_socket.cpp
  src/server/worker.cpp
  src/server/worker_counters.cpp)
target_link_libraries(portico_http PUBLIC portico::fibers PRIVATE $<BUILD_INTERFACE:portico::fibers_asio>)
