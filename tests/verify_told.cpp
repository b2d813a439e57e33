// Verifies the record on standard input and prints what is told of it, for tests/verify.mjs.
#include <cstdio>
#include <string>

#include "apps/chairs/verified_told.h"

int main() {
  std::string record;
  for (int c = std::getchar(); c != EOF; c = std::getchar()) record += static_cast<char>(c);
  std::fputs(firstchair::audition::verified_told(record).c_str(), stdout);
}
