// The direct sound is the first way of a camera's response (engine/cut/response.h): what is read of one says
// where it is, how surely, and whether something came before it.
#pragma once

#include "engine/cut/response.h"

namespace firstchair::cut {

// Returns the lag of the highest peak, in ms.
double highest_of(const Response& response);

// How high the highest peak stands above the noise before all sound: in its spreads.
double stands_out(const Response& response);
// Likewise above all that the response has: what is alike in no place is a hump and no peak.
double crest_of(const Response& response);

// Returns whether `far`, of the same strokes and more to either side, has a way that comes 40 ms and more
// before the direct sound's lag (in ms, at the response's mean_x), and none as much behind it, as a rhythm
// has: then the line lies on an echo.
bool has_earlier(const Curves& far, const Response& response, double direct_ms);

// A Direct says at which lag the camera's earliest sound is, in ms, and how far from there other ways of
// reading the response have it: its low and its high sound alone, and a fainter peak before it.
struct Direct {
  double at = 0, apart = 0;
};
// Returns the latest lag at which a peak stands out from the noise and from what the highest peak has about
// it: the highest itself, where none does.
Direct direct_of(const Response& response);

}  // namespace firstchair::cut
