# libfirstchair: the C API (include/firstchair/firstchair.h) and what stands behind it, shared and static. Both are made of
# the rooms' own objects, so nothing is compiled twice.
option(FIRSTCHAIR_SHARED "make libfirstchair too; its rooms are then compiled position independent" OFF)
set(FIRSTCHAIR_LIBRARY_ROOMS core stats dsp nn ear follow judge teacher chairs cut band session practice midi kits charts report door)

# Compiles a room's objects so that they fit into a shared library and show nothing of themselves there. A call between
# hidden functions is as direct as in a program.
function(firstchair_in_library target)
  if(FIRSTCHAIR_SHARED AND target IN_LIST FIRSTCHAIR_LIBRARY_ROOMS)
    target_compile_options(${target} PRIVATE $<$<NOT:$<BOOL:${WIN32}>>:-fPIC> -fvisibility=hidden -fvisibility-inlines-hidden)
  endif()
endfunction()

# Makes and installs firstchair::engine and firstchair::engine_static. Call it when every room is there.
function(firstchair_library)
  if(NOT FIRSTCHAIR_SHARED)
    return()
  endif()
  include(CMakePackageConfigHelpers)
  set(objects "")
  foreach(room IN LISTS FIRSTCHAIR_LIBRARY_ROOMS)
    list(APPEND objects $<TARGET_OBJECTS:${room}>)
  endforeach()
  set(map ${PROJECT_SOURCE_DIR}/cmake/exported.map)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/version.h.in ${PROJECT_BINARY_DIR}/include/firstchair/version.h @ONLY)

  add_library(engine SHARED ${objects})
  add_library(engine_static STATIC ${objects})
  foreach(library engine engine_static)
    add_library(firstchair::${library} ALIAS ${library})
    set_target_properties(${library} PROPERTIES OUTPUT_NAME firstchair LINKER_LANGUAGE CXX)
    target_include_directories(
      ${library} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
                        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  endforeach()
  set_target_properties(engine PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} LINK_DEPENDS ${map})
  target_link_libraries(engine PRIVATE fmt::fmt pugixml PkgConfig::ZIP ZLIB::ZLIB)
  # The flags of a program, -pie, are none of a shared library's.
  get_target_property(link_options engine LINK_OPTIONS)
  if(link_options)
    list(REMOVE_ITEM link_options -pie)
    set_target_properties(engine PROPERTIES LINK_OPTIONS "${link_options}")
  endif()
  if(WIN32)
    set_target_properties(engine PROPERTIES WINDOWS_EXPORT_ALL_SYMBOLS ON)
  elseif(NOT APPLE)
    target_link_options(engine PRIVATE -Wl,--version-script=${map} -Wl,--no-undefined)
  endif()
  target_link_libraries(engine_static INTERFACE $<BUILD_INTERFACE:fmt::fmt;pugixml;PkgConfig::ZIP;ZLIB::ZLIB>
                                                $<INSTALL_INTERFACE:-lfmt;-lpugixml;-lzip;-lz>)

  set(config ${CMAKE_INSTALL_LIBDIR}/cmake/firstchair)
  install(TARGETS engine EXPORT firstchair LIBRARY COMPONENT library NAMELINK_COMPONENT development)
  install(TARGETS engine_static EXPORT firstchair ARCHIVE COMPONENT development)
  include(${PROJECT_SOURCE_DIR}/cmake/wheel.cmake)
  install(EXPORT firstchair NAMESPACE firstchair:: DESTINATION ${config} COMPONENT development FILE firstchairConfig.cmake)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/firstchairConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  # From where the file lies back to the prefix: an installed tree may be moved.
  file(RELATIVE_PATH back /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  set(FIRSTCHAIR_PC_PREFIX "\${pcfiledir}/${back}")
  string(REGEX REPLACE "/$" "" FIRSTCHAIR_PC_PREFIX "${FIRSTCHAIR_PC_PREFIX}")
  configure_file(${PROJECT_SOURCE_DIR}/cmake/firstchair.pc.in ${PROJECT_BINARY_DIR}/firstchair.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/firstchairConfigVersion.cmake DESTINATION ${config} COMPONENT development)
  install(FILES ${PROJECT_BINARY_DIR}/firstchair.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
  install(FILES ${PROJECT_SOURCE_DIR}/include/firstchair/firstchair.h ${PROJECT_BINARY_DIR}/include/firstchair/version.h
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/firstchair COMPONENT development)
endfunction()
