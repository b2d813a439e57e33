// The linear models of engine/ear/evidence.cpp; columns as in stroke_clues().
#pragma once

#include "engine/ear/evidence.h"

namespace firstchair {

// clang-format off
inline constexpr StrokeClues kStrokeTable{
    0.2192F, -0.6177F, 0.7267F, -0.178F, 1.383F, 0.2913F, 0.2856F, -0.3797F, -0.8012F, -1.242F, -1.695F, 0.4183F,
     0.07802F, -0.5547F, -2.273F, -0.7004F, 2.559F, 0.5375F, 2.898F, -0.3052F, 1.057F, -0.7378F, 5.053F, -2.041F,
     -11.29F, -0.1504F, -0.6073F, 0.3649F, -0.1018F, 0.2306F, -0.06884F, -0.01629F, -0.4762F, -0.4254F, -0.5588F};
inline constexpr StrokeClues kDoubtTable{
    1.17F, -0.2332F, -0.1089F, 0.578F, -0.3786F, 0.05371F, 0.03502F, -0.198F, -0.5026F, -0.8382F, 0.3512F, -0.9043F,
     -0.02296F, 1.368F, -0.6605F, 0.6923F, -0.31F, -0.1385F, 0.3721F, 0.03583F, -0.4929F, 0.1608F, 0.1501F, 0.197F,
     -0.2817F, -0.04219F, 0.1666F, -0.1278F, -0.1694F, 0.2124F, 0.04562F, -0.1415F, -0.145F, -0.1283F, 0.2444F};
// clang-format on

struct SigmaStep {
  float doubt_up_to, sigma_ms;
};
inline constexpr std::array<SigmaStep, 6> kSigmaSteps{
    {{-1.926F, 0.19F}, {-1.446F, 0.34F}, {-1.043F, 0.93F}, {-0.68F, 1.7F}, {-0.124F, 2.23F}, {1e9F, 4.06F}}};

// SD over the voices of the median error of a voice's lone strokes: kick +1.2 ms, snare +0.4, hat +0.1, tom
// +0.2, cymbal +0.2 over clean, room and noise together. Dry strokes alone are within 0.1 ms, so the offset
// is that of a stroke which others cover; it is not subtracted, since that would move the clear ones away
// from their attack.
inline constexpr double kVoiceBiasSdMs = 0.46;

}  // namespace firstchair
