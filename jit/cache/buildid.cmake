# Writes OUT, the identity of the compiler: a hash over the contents of FILES (a list, in a file of that name) and
# TEXT. Code in the object cache is used by builds of the same identity only.
file(STRINGS ${LIST} files)
set(all "${TEXT}")
foreach(f ${files})
  file(SHA256 ${f} h)
  string(APPEND all " ${h}")
endforeach()
string(SHA256 id "${all}")
file(WRITE ${OUT} "/* Made by the build: jit/cache/buildid.cmake. */\nextern const char kc_jit_build_id[];\nconst char kc_jit_build_id[] = \"${id}\";\n")
