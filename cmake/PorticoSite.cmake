# What turns an app's folder into part of a program: its sources, and its templates, static files, migrations and translations.
#
#   portico_site(blog main.cpp APPS blog)                    the program `blog`, whose app lies in blog/
#   target_link_libraries(test_blog PRIVATE blog_site)       its apps without main.cpp, for tests
#   portico_embed(portico_admin LABEL admin FOLDER .)        a library's own files: #include <embedded/admin.hpp>

# Files are carried in the program where the sources can't be counted on: in release builds.
if(CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
  set(portico_embed_default ON)
else()
  set(portico_embed_default OFF)
endif()
option(PORTICO_EMBED "Carry templates, static files and migrations in the program" ${portico_embed_default})

# C++ that holds a file's bytes as `<symbol>`.
function(_portico_bytes symbol file out_code)
  string(CONCAT code
    "asm(\".section .rodata,\\\"a\\\"\\n${symbol}:\\n.incbin \\\"${file}\\\"\\n${symbol}_end:\\n.byte 0\\n.previous\\n\");\n"
    "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${symbol}[], ${symbol}_end[];\n")
  set(${out_code} "${code}" PARENT_SCOPE)
endfunction()

# The names of a folder's resources, sorted, and C++ that holds their bytes and lists them as `<identifier>_files`. Where programs carry their files,
# static ones that get smaller are carried in three codings besides: `out_packed` are the files with these, made by the build.
function(_portico_embedded_files folder identifier out_names out_code out_packed)
  set(names "")
  foreach(kind IN ITEMS locale migrations static templates)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS LIST_DIRECTORIES false RELATIVE "${folder}" "${folder}/${kind}/*")
    list(APPEND names ${found})
  endforeach()
  list(FILTER names EXCLUDE REGEX "(^|/)\\.|~$")
  list(SORT names COMPARE STRING)
  set(bytes "")
  set(entries "")
  set(packed "")
  set(number 0)
  foreach(name IN LISTS names)
    set(symbol "portico_file_${identifier}_${number}")
    math(EXPR number "${number} + 1")
    _portico_bytes(${symbol} "${folder}/${name}" code)
    string(APPEND bytes "${code}")
    set(spans "{${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}")
    if(PORTICO_EMBED AND name MATCHES "^static/.*\\.(css|csv|html|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$")
      set(place "${CMAKE_CURRENT_BINARY_DIR}/portico_embedded/packed/${identifier}/${number}")
      file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/portico_embedded/packed/${identifier}")
      add_custom_command(OUTPUT "${place}.br" "${place}.zst" "${place}.gz" COMMAND portico::pack "${folder}/${name}" "${place}"
        DEPENDS "${folder}/${name}" VERBATIM COMMENT "packing ${name}")
      foreach(coding IN ITEMS br zst gz)
        _portico_bytes(${symbol}_${coding} "${place}.${coding}" code)
        string(APPEND bytes "${code}")
        string(APPEND spans ", {${symbol}_${coding}, static_cast<std::size_t>(${symbol}_${coding}_end - ${symbol}_${coding})}")
        list(APPEND packed "${place}.${coding}")
      endforeach()
    endif()
    string(APPEND entries "    {\"${name}\", ${spans}},\n")
  endforeach()
  if(entries)
    string(APPEND bytes "static const portico::EmbeddedFile ${identifier}_files[] = {\n${entries}};\n")
  else()
    string(APPEND bytes "static const std::span<const portico::EmbeddedFile> ${identifier}_files;\n")
  endif()
  set(${out_names} "${names}" PARENT_SCOPE)
  set(${out_code} "${bytes}" PARENT_SCOPE)
  set(${out_packed} "${packed}" PARENT_SCOPE)
endfunction()

# Writes a generated source, which is compiled again when one of the files in it changes.
function(_portico_generate path folder names packed code)
  file(CONFIGURE OUTPUT "${path}" CONTENT "@code@" @ONLY)
  list(TRANSFORM names PREPEND "${folder}/")
  set_property(SOURCE "${path}" APPEND PROPERTY OBJECT_DEPENDS ${names} ${packed})
endfunction()

# portico_embed(target LABEL label FOLDER folder): the library carries its templates/, static/, migrations/ and locale/.
# Its app takes them with `#include <embedded/label.hpp>` and `App("label").with(portico::embedded::label)`.
# Without PORTICO_EMBED they are read from the folder, as long as it is there.
function(portico_embed target)
  cmake_parse_arguments(EMBED "" "LABEL;FOLDER" "" ${ARGN})
  get_filename_component(folder "${EMBED_FOLDER}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/portico_embedded")
  set(label "${EMBED_LABEL}")
  file(CONFIGURE OUTPUT "${generated}/embedded/${label}.hpp" @ONLY CONTENT [[
#pragma once
#include <portico/project/resources.hpp>

namespace portico::embedded {
extern const AppResources @label@;
}
]])
  _portico_embedded_files("${folder}" "${label}" names bytes packed)
  set(disk "${folder}")
  if(PORTICO_EMBED)
    set(disk "")
  endif()
  _portico_generate("${generated}/${label}.cpp" "${folder}" "${names}" "${packed}"
    "#include <embedded/${label}.hpp>\n${bytes}namespace portico::embedded {\nconst AppResources ${label}{\"${label}\", \"${disk}\", ${label}_files};\n}\n")
  target_sources(${target} PRIVATE "${generated}/${label}.cpp" ${packed})
  target_include_directories(${target} PRIVATE "${generated}")
endfunction()

# portico_site(target sources… APPS folders… [LIBRARIES …]): a program. Each app's sources are those in its folder; the folder's
# name is the app's label. `<target>_site` is all of it but the sources named here.
function(portico_site target)
  cmake_parse_arguments(SITE "" "" "APPS;LIBRARIES" ${ARGN})
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${target}_site.cpp")
  set(sources "")
  set(code "#include <portico/project/site.hpp>\n")
  set(rows "")
  set(depends "")
  set(packed_files "")
  foreach(app IN LISTS SITE_APPS)
    get_filename_component(folder "${app}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    get_filename_component(label "${folder}" NAME)
    file(GLOB found CONFIGURE_DEPENDS "${folder}/*.cpp")
    if(NOT found)
      message(FATAL_ERROR "portico_site(${target}): the app \"${app}\" has no sources in ${folder}")
    endif()
    list(APPEND sources ${found})
    if(PORTICO_EMBED)
      _portico_embedded_files("${folder}" "${label}" names bytes packed)
      list(APPEND packed_files ${packed})
      list(TRANSFORM names PREPEND "${folder}/")
      list(APPEND depends ${names})
      string(APPEND code "${bytes}")
      string(APPEND rows "    {\"${label}\", \"\", ${label}_files},\n")
    else()
      string(APPEND rows "    {\"${label}\", \"${folder}\"},\n")
    endif()
  endforeach()
  set(root "${CMAKE_CURRENT_SOURCE_DIR}")
  set(release false)
  if(PORTICO_EMBED)
    set(root "")
    set(release true)
  endif()
  _portico_defaults(includes defaults complete)
  string(PREPEND code "${includes}")
  if(rows)
    string(APPEND code "static const portico::AppResources apps[] = {\n${rows}};\n")
  else()
    string(APPEND code "static const std::span<const portico::AppResources> apps;\n")
  endif()
  string(APPEND code "static void install_defaults(portico::Project& project) {\n${defaults}}\n"
    "static void complete(portico::Project& project) {\n${complete}}\n"
    "extern \"C\" const portico::Site portico_site{\"${root}\", apps, ${release}, install_defaults, complete};\n")
  _portico_generate("${generated}" "" "" "${packed_files}" "${code}")
  set_property(SOURCE "${generated}" APPEND PROPERTY OBJECT_DEPENDS ${depends})

  add_library(${target}_site OBJECT ${sources} "${generated}" ${packed_files})
  target_include_directories(${target}_site PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
  target_link_libraries(${target}_site PUBLIC portico::portico ${SITE_LIBRARIES})
  add_executable(${target} ${SITE_UNPARSED_ARGUMENTS})
  _portico_allocator(allocator)
  target_link_libraries(${target} PRIVATE ${allocator} ${target}_site)
endfunction()

# What stands before the C library's malloc, where it is installed (docs/decisions/0012-mimalloc.md); the sanitizers have their own.
option(PORTICO_MIMALLOC "Link mimalloc into sites" ON)
function(_portico_allocator out)
  set(${out} "" PARENT_SCOPE)
  if(PORTICO_MIMALLOC AND NOT "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_DEBUG}" MATCHES "-fsanitize")
    find_package(mimalloc QUIET)
    if(TARGET mimalloc)
      set(${out} mimalloc PARENT_SCOPE)
    endif()
  endif()
endfunction()

# The apps that every site has, where this Portico has their rooms; and those that a site with models has.
function(_portico_defaults out_includes out_code out_complete)
  set(includes "#include <portico/project/project.hpp>\n")
  set(code "    (void)project;\n")
  foreach(default IN ITEMS middleware:standard_middleware monitoring:monitoring::app staticfiles:staticfiles::app storage:storage::app templates:templates::app)
    string(REGEX MATCH "^([a-z]*):(.*)$" matched "${default}")
    if(TARGET portico::${CMAKE_MATCH_1})
      string(APPEND includes "#include <portico/${CMAKE_MATCH_1}/app.hpp>\n")
      string(APPEND code "    project.require(portico::${CMAKE_MATCH_2}());\n")
    endif()
  endforeach()
  set(complete "    (void)project;\n")
  if(TARGET portico::migrations)
    string(APPEND includes "#include <portico/migrations/app.hpp>\n")
    set(complete "    if (project.has_app(\"orm\")) project.require(portico::migrations::app());\n")
  endif()
  set(${out_includes} "${includes}" PARENT_SCOPE)
  set(${out_code} "${code}" PARENT_SCOPE)
  set(${out_complete} "${complete}" PARENT_SCOPE)
endfunction()
