# Language level, warnings, ccache and mold: what every target of this tree shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(PORTICO_CCACHE ccache)
if(PORTICO_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache has to know to reuse what was compiled with precompiled headers.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${PORTICO_CCACHE}")
endif()
find_program(PORTICO_MOLD mold)
if(PORTICO_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(portico_warnings INTERFACE)
target_compile_options(portico_warnings INTERFACE -Wall -Wextra -Wpedantic
  # Clang sees std::stable_sort of libstdc++ 12 call what is deprecated since C++17; GCC says where we do.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  # GCC 12 sees overlaps in optimised std::string code where there are none (its bug 105651).
  $<$<AND:$<NOT:$<CONFIG:Debug>>,$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)
