// How often an audition tells who is first: the rows of docs/measured/chairs.md, which `bench chairs` writes.
#pragma once

#include <string>
#include <vector>

namespace firstchair::audition {

struct PowerRow {
  int players = 0, bars = 0, excerpts = 0;
  double points_wrong = 0;          // % of auditions where points alone name another first than played best
  double sole = 0, sole_wrong = 0;  // %: one first chair is told; and it is the wrong one
  double cuts = 0;                  // told, of players - 1
  double again = 0;                 // %: one is told to be best another time
};

// Rows of a bench's tables in Markdown; lines that are none are passed over.
std::vector<PowerRow> read_power(std::string_view markdown);
// The rows as this program was built with.
std::vector<PowerRow> power_rows();
std::string power_told(const PowerRow& row);

}  // namespace firstchair::audition
