// This file lets SQLite write a database into a file that is open already, and may have no name yet. It is
// for a backup alone: there is one connection, no journal, and nothing is locked or brought to the disk.
#pragma once

namespace firstchair::store {

// Returns the name of a file layer under which the name of a database is the number of its descriptor ("7").
// The descriptor stays the caller's. Every other file is refused, so the database needs PRAGMA journal_mode =
// OFF.
const char* descriptor_vfs();

}  // namespace firstchair::store
