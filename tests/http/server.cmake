find_package(Boost 1.81 REQUIRED)

target_sources(test_http PRIVATE
  server_bodies.cpp
  server_head_parser.cpp
  server_keep_alive.cpp
  server_limits.cpp
  server_listening.cpp
  server_lifetime.cpp
  server_responses.cpp
  server_web_socket.cpp)
# The parser is tested without a socket.
target_include_directories(test_http PRIVATE ${CMAKE_CURRENT_LIST_DIR}/../../framework/http/src)
target_link_libraries(test_http PRIVATE portico::fibers Boost::headers)
