// A school gets the server's cage, ears and judge from here.
#pragma once

#include "apps/school/hearing.h"
#include "engine/judge/norms.h"
#include "io/files/cage.h"

namespace firstchair::server {

school_api::Hearing school_hearing(const judge::Norms& norms, const io::Cage& cage);

}  // namespace firstchair::server
