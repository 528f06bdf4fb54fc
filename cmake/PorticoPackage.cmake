# All rooms as one target, and what `cmake --install` puts where so that a site elsewhere can `find_package(Portico)`.
get_property(portico_rooms GLOBAL PROPERTY PORTICO_ROOMS)

add_library(portico_portico INTERFACE)
add_library(portico::portico ALIAS portico_portico)
set_target_properties(portico_portico PROPERTIES EXPORT_NAME portico)
target_include_directories(portico_portico INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_compile_features(portico_portico INTERFACE cxx_std_20)
# Struct literals that name some members only are the way models and options are written.
target_compile_options(portico_portico INTERFACE -Wno-missing-field-initializers)
foreach(room IN LISTS portico_rooms)
  if(NOT room STREQUAL "portico_testing")
    target_link_libraries(portico_portico INTERFACE ${room})
  endif()
endforeach()

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)
set(portico_package_folder "${CMAKE_INSTALL_LIBDIR}/cmake/Portico")

set(portico_exported ${portico_rooms} portico_portico)
if(TARGET portico_fibers_asio)
  list(APPEND portico_exported portico_fibers_asio)
  set_target_properties(portico_fibers_asio PROPERTIES EXPORT_NAME fibers_asio)
endif()
install(TARGETS ${portico_exported} EXPORT PorticoTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(room IN LISTS portico_rooms)
  get_target_property(folder ${room} SOURCE_DIR)
  install(DIRECTORY "${folder}/include/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endforeach()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT PorticoTargets NAMESPACE portico:: DESTINATION ${portico_package_folder})

# The packages that the rooms link, each looked for again where a site is built.
set(portico_dependencies "")
foreach(room IN LISTS portico_rooms)
  get_target_property(libraries ${room} INTERFACE_LINK_LIBRARIES)
  foreach(library IN LISTS libraries)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" library "${library}")
    if(library MATCHES "^Boost::(.*)$" AND NOT CMAKE_MATCH_1 STREQUAL "headers")
      list(APPEND portico_dependencies "find_dependency(Boost 1.81 COMPONENTS ${CMAKE_MATCH_1})")
    elseif(library MATCHES "^Boost::headers$")
      list(APPEND portico_dependencies "find_dependency(Boost 1.81)")
    elseif(library MATCHES "^PkgConfig::(.*)$")
      list(APPEND portico_dependencies "find_dependency(PkgConfig)"
        "pkg_check_modules(${CMAKE_MATCH_1} REQUIRED QUIET IMPORTED_TARGET ${${CMAKE_MATCH_1}_MODULE_NAME})")
    elseif(library MATCHES "^(OpenSSL|Threads|SQLite|CURL|ZLIB|PostgreSQL)::")
      string(REPLACE "SQLite" "SQLite3" package "${CMAKE_MATCH_1}")
      list(APPEND portico_dependencies "find_dependency(${package})")
    elseif(library MATCHES "^(.*)::" AND NOT CMAKE_MATCH_1 STREQUAL "portico")
      list(APPEND portico_dependencies "find_dependency(${CMAKE_MATCH_1})")
    endif()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES portico_dependencies)
list(JOIN portico_dependencies "\n" portico_dependencies)

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/PorticoConfig.cmake.in" "${PROJECT_BINARY_DIR}/PorticoConfig.cmake"
  INSTALL_DESTINATION ${portico_package_folder})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/PorticoConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/PorticoConfig.cmake" "${PROJECT_BINARY_DIR}/PorticoConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/PorticoSite.cmake" DESTINATION ${portico_package_folder})
