# portico_add_room(folder): the folder's CMakeLists.txt, where there is one.
function(portico_add_room folder)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory(${folder})
  endif()
endfunction()

# portico_precompile(target owner-name KIND header…): headers that never change here are read once for all targets of one owner. They are a third of what a file
# costs. Our own stay out of it, so that a change of one rebuilds only what includes it; Clang's builds do without, and so find a file that forgot an include.
function(portico_precompile target owner kind)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(NOT TARGET ${owner})
    set(source "${PROJECT_BINARY_DIR}/precompiled/${owner}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "int main() {}\n")
    if(kind STREQUAL "PROGRAM")
      add_executable(${owner} "${source}")
      target_link_libraries(${owner} PRIVATE GTest::gmock)
    else()
      add_library(${owner} OBJECT "${source}")
    endif()
    target_link_libraries(${owner} PRIVATE portico_warnings)
    target_compile_features(${owner} PRIVATE cxx_std_20)
    target_compile_options(${owner} PRIVATE -fpch-preprocess)  # for ccache
    target_precompile_headers(${owner} PRIVATE ${ARGN})
  endif()
  target_compile_options(${target} PRIVATE -fpch-preprocess)
  target_precompile_headers(${target} REUSE_FROM ${owner})
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
  if(PROJECT_IS_TOP_LEVEL)
    portico_precompile(portico_${name} portico_standard_headers LIBRARY <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional>
                       <ranges> <span> <stdexcept> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
  endif()
  set_property(GLOBAL APPEND PROPERTY PORTICO_ROOMS portico_${name})
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
  portico_precompile(test_${name} portico_test_headers PROGRAM <gmock/gmock.h> <gtest/gtest.h>)
  gtest_discover_tests(test_${name} TEST_PREFIX ${name}. TEST_FILTER "-*Postgresql*" DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${TEST_TIMEOUT})
  if(TEST_POSTGRESQL)
    gtest_discover_tests(test_${name} TEST_PREFIX ${name}_postgresql. TEST_FILTER "${TEST_POSTGRESQL}" DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT ${TEST_TIMEOUT} FIXTURES_REQUIRED postgresql ENVIRONMENT "PORTICO_TEST_POSTGRESQL=${PORTICO_TEST_POSTGRESQL}")
  endif()
endfunction()
