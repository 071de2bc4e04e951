# Run by teamsctl_concatenate (Embed.cmake) at build time.
string(REPLACE "," ";" inputs "${INPUTS}")
set(all "")
foreach(input IN LISTS inputs)
  file(READ ${input} text)
  string(APPEND all "${text}")
endforeach()
file(WRITE ${OUTPUT} "${all}")
