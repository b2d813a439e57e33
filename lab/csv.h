// This file splits a line of comma-separated values; a cell in double quotes may hold commas.
#pragma once

#include <string>
#include <vector>

namespace firstchair::lab {

// Returns the cells of the line without their quotes; two quotes in a quoted cell are one.
std::vector<std::string> csv_cells(const std::string& line);

}  // namespace firstchair::lab
