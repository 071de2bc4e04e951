# teamsctl_embed(<target> <namespace> <header> <file>...): makes each file's bytes available as
# `std::string_view <namespace>::<name>()`, where name is the file's name with every other character as '_'.
# The program stays one file: nothing is looked for beside it at run time. A file that the build makes is named with
# its whole path.
set(TEAMSCTL_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/EmbedFile.cmake)
function(teamsctl_embed target namespace header)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${header})
  set(source ${generated}.cpp)
  set(inputs "")
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND inputs ${file})
  endforeach()
  string(REPLACE ";" "," joined "${inputs}")
  add_custom_command(
    OUTPUT ${generated} ${source}
    COMMAND ${CMAKE_COMMAND} -DNAMESPACE=${namespace} -DHEADER=${generated} -DSOURCE=${source}
            -DINPUTS=${joined} -P ${TEAMSCTL_EMBED_SCRIPT}
    DEPENDS ${inputs} ${TEAMSCTL_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${source} ${generated})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# teamsctl_concatenate(<output> <file>...): makes one file of many, in this order and with nothing between them.
set(TEAMSCTL_CONCATENATE_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/Concatenate.cmake)
function(teamsctl_concatenate output)
  string(REPLACE ";" "," joined "${ARGN}")
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DINPUTS=${joined} -P ${TEAMSCTL_CONCATENATE_SCRIPT}
    DEPENDS ${ARGN} ${TEAMSCTL_CONCATENATE_SCRIPT}
    VERBATIM)
endfunction()
