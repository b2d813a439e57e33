// How many files and sockets a server may have open.
#pragma once

namespace firstchair::server {

// Lets this process have `most` handles open at once, or as many as the system allows it.
void allow_handles(int most);

}  // namespace firstchair::server
