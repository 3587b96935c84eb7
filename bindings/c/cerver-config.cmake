# find_package(cerver): the targets cerver::cerver (shared) and cerver::static.
get_filename_component(_cerver_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET cerver::cerver)
    add_library(cerver::cerver SHARED IMPORTED)
    set_target_properties(cerver::cerver PROPERTIES
        IMPORTED_LOCATION "${_cerver_prefix}/lib/libcerver.so.@VERSION@"
        IMPORTED_SONAME "@SONAME@"
        INTERFACE_INCLUDE_DIRECTORIES "${_cerver_prefix}/include")

    add_library(cerver::static STATIC IMPORTED)
    set_target_properties(cerver::static PROPERTIES
        IMPORTED_LOCATION "${_cerver_prefix}/lib/libcerver.a"
        INTERFACE_INCLUDE_DIRECTORIES "${_cerver_prefix}/include"
        INTERFACE_LINK_LIBRARIES "@NATIVE@")
endif()

unset(_cerver_prefix)
