# portico_add_room(folder): the folder's CMakeLists.txt, where there is one.
function(portico_add_room folder)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory(${folder})
  endif()
endfunction()

# portico_room(name SOURCES … [PUBLIC targets…] [PRIVATE targets…])
#
# One room: a static library portico_<name> (alias portico::<name>) with its public headers below include/
# and its private ones beside the sources in src/.
function(portico_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(portico_${name} STATIC ${ROOM_SOURCES})
  add_library(portico::${name} ALIAS portico_${name})
  set_target_properties(portico_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(portico_${name} PUBLIC cxx_std_20)
  target_include_directories(portico_${name}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE src)
  target_link_libraries(portico_${name} PUBLIC ${ROOM_PUBLIC}
    PRIVATE $<BUILD_INTERFACE:portico_warnings> ${ROOM_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY PORTICO_ROOMS portico_${name})
endfunction()

# portico_precompile_tests(target): GoogleTest and the standard headers that it includes are a third of what a test file costs; they are read once for all test
# programs. Our own headers stay out of it, so that a change of one rebuilds only what includes it.
function(portico_precompile_tests target)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()  # Clang's depends on the time of each header, which ccache can't see through
  endif()
  if(NOT TARGET portico_test_headers)
    file(WRITE "${PROJECT_BINARY_DIR}/tests/test_headers.cpp" "int main() {}\n")
    add_executable(portico_test_headers "${PROJECT_BINARY_DIR}/tests/test_headers.cpp")
    target_link_libraries(portico_test_headers PRIVATE portico_warnings GTest::gmock)
    target_compile_options(portico_test_headers PRIVATE -fpch-preprocess)
    target_precompile_headers(portico_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess)
  target_precompile_headers(${target} REUSE_FROM portico_test_headers)
endfunction()

# portico_test(name SOURCES … [LIBRARIES …] [POSTGRESQL filter] [TIMEOUT seconds]): a GoogleTest program; each of its tests is one of ctest's.
#
# Tests of suites called Postgresql… need a server of that kind. With POSTGRESQL those that the filter (GoogleTest's) names run a second time, as name_postgresql.…, on a server that ctest
# starts for all of them; PORTICO_TEST_POSTGRESQL in the environment names the file with its URL.
function(portico_test name)
  cmake_parse_arguments(TEST "" "POSTGRESQL;TIMEOUT" "SOURCES;LIBRARIES" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(test_${name} ${TEST_SOURCES})
  target_link_libraries(test_${name} PRIVATE portico_warnings ${TEST_LIBRARIES} GTest::gmock GTest::gtest_main)
  portico_precompile_tests(test_${name})
  gtest_discover_tests(test_${name} TEST_PREFIX ${name}. TEST_FILTER "-*Postgresql*" DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${TEST_TIMEOUT})
  if(TEST_POSTGRESQL)
    gtest_discover_tests(test_${name} TEST_PREFIX ${name}_postgresql. TEST_FILTER "${TEST_POSTGRESQL}" DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT ${TEST_TIMEOUT} FIXTURES_REQUIRED postgresql ENVIRONMENT "PORTICO_TEST_POSTGRESQL=${PORTICO_TEST_POSTGRESQL}")
  endif()
endfunction()
