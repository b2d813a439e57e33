# Python's wheel: the library lies beside the module that opens it, and so do those that it needs and that a machine with
# nothing but Python has not, each with its licence. What else they need (zlib, libbz2, libcrypto), Debian's Python needs itself.
set(beside ${PROJECT_BINARY_DIR}/beside)
install(PROGRAMS $<TARGET_FILE:engine> DESTINATION firstchair COMPONENT python RENAME libfirstchair${CMAKE_SHARED_LIBRARY_SUFFIX} EXCLUDE_FROM_ALL)
if(FIRSTCHAIR_ONLY_LIBRARY AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  # Not BUILD_RPATH: CMake pads that with an empty entry, which is whatever folder somebody is in.
  set_target_properties(engine PROPERTIES INSTALL_RPATH "\$ORIGIN" BUILD_WITH_INSTALL_RPATH ON)
  install(
    CODE "
      file(GET_RUNTIME_DEPENDENCIES LIBRARIES \"$<TARGET_FILE:engine>\" RESOLVED_DEPENDENCIES_VAR found
           PRE_INCLUDE_REGEXES \"^lib(fmt|pugixml|zip)[.]so\" PRE_EXCLUDE_REGEXES \".\")
      file(REMOVE_RECURSE \"${beside}\")
      foreach(file IN LISTS found)
        get_filename_component(name \"\${file}\" NAME)
        configure_file(\"\${file}\" \"${beside}/\${name}\" COPYONLY)
        string(REGEX REPLACE \"[.]so.*\" \"\" package \"\${name}\")
        file(GLOB licences \"/usr/share/doc/\${package}[0-9]*/copyright\")
        foreach(licence IN LISTS licences)
          configure_file(\"\${licence}\" \"${beside}/licences/\${package}\" COPYONLY)
        endforeach()
      endforeach()"
    COMPONENT python EXCLUDE_FROM_ALL)
  install(DIRECTORY ${beside}/ DESTINATION firstchair COMPONENT python EXCLUDE_FROM_ALL)
endif()
