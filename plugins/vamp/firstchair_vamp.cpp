// The Vamp plugin: a host such as Sonic Visualiser hands a recording over and shows what firstchair heard in
// it. It is written over the C API, and hears with the ear for recordings.
#include <vamp-sdk/Plugin.h>
#include <vamp-sdk/PluginAdapter.h>
#include <vamp/vamp.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "include/firstchair/firstchair.h"

namespace firstchair::plugins {
namespace {

constexpr std::size_t kBlock = 1024;   // frames; any other is taken too
constexpr std::size_t kChannels = 64;  // at most

enum Output : int { kOnsets, kStrokes, kErrors, kTempo };

struct FreeSession {
  void operator()(firstchair_session* session) const { firstchair_session_free(session); }
};

class Drummer final : public Vamp::Plugin {
 public:
  explicit Drummer(float rate) : Plugin(rate) {}

  std::string getIdentifier() const override { return "firstchair"; }
  std::string getName() const override { return "firstchair: a drummer's strokes and errors"; }
  std::string getDescription() const override {
    return "Hears the strokes of a drummer, names the drums, and measures every stroke against the player's "
           "own pulse";
  }
  std::string getMaker() const override { return "the firstchair authors"; }
  std::string getCopyright() const override { return "Apache-2.0"; }
  int getPluginVersion() const override { return 1; }
  InputDomain getInputDomain() const override { return TimeDomain; }
  std::size_t getPreferredBlockSize() const override { return kBlock; }
  std::size_t getPreferredStepSize() const override { return kBlock; }
  std::size_t getMinChannelCount() const override { return 1; }
  std::size_t getMaxChannelCount() const override { return kChannels; }

  ParameterList getParameterDescriptors() const override {
    ParameterDescriptor bpm;
    bpm.identifier = "bpm";
    bpm.name = "Tempo that was meant";
    bpm.description = "In quarter notes a minute; 0: it is found";
    bpm.unit = "BPM";
    bpm.minValue = 0;
    bpm.maxValue = 400;
    bpm.defaultValue = 0;
    ParameterDescriptor pad;
    pad.identifier = "pad";
    pad.name = "One surface";
    pad.description = "A practice pad or a snare alone: drums are not told apart";
    pad.minValue = 0;
    pad.maxValue = 1;
    pad.defaultValue = 0;
    pad.isQuantized = true;
    pad.quantizeStep = 1;
    return {bpm, pad};
  }
  float getParameter(std::string name) const override {
    return name == "bpm" ? bpm_ : name == "pad" ? pad_ : 0;
  }
  void setParameter(std::string name, float value) override {
    if (name == "bpm") bpm_ = value;
    if (name == "pad") pad_ = value >= .5F ? 1 : 0;
  }

  OutputList getOutputDescriptors() const override {
    return {
        output("onsets", "Onsets", "Where something is struck", "", {}),
        output("strokes", "Strokes",
               "Every stroke: its strength on the scale of MIDI velocities, labelled with its drum", "",
               {"strength"}),
        output("errors", "Errors", "How early (negative) or late a stroke is against the player's own pulse",
               "ms", {"error"}),
        output("tempo", "Tempo", "The player's own pulse, beat by beat", "BPM", {"tempo"}),
    };
  }

  bool initialise(std::size_t channels, std::size_t step, std::size_t block) override {
    if (channels < 1 || channels > kChannels || step != block || block == 0) return false;
    channels_ = channels;
    mono_.resize(block);
    reset();
    return session_ != nullptr;
  }

  void reset() override {
    char settings[160];
    std::snprintf(settings, sizeof settings, "rate %.17g\nchannels %zu\near file\nbpm %.9g\npad %d\n",
                  static_cast<double>(m_inputSampleRate), channels_, static_cast<double>(bpm_),
                  pad_ > 0 ? 1 : 0);
    firstchair_session* made = nullptr;
    if (firstchair_session_new(settings, nullptr, &made) != FIRSTCHAIR_OK)
      std::fprintf(stderr, "firstchair: %s\n", firstchair_error());
    session_.reset(made);
  }

  FeatureSet process(const float* const* buffers, Vamp::RealTime) override {
    for (std::size_t i = 0; i < mono_.size(); ++i) {
      mono_[i] = 0;
      for (std::size_t c = 0; c < channels_; ++c) mono_[i] += buffers[c][i];
      mono_[i] /= static_cast<float>(channels_);
    }
    firstchair_session_push(session_.get(), mono_.data(), mono_.size());
    return {};
  }

  // The whole recording is known now.
  FeatureSet getRemainingFeatures() override {
    FeatureSet features;
    const char* take = nullptr;
    if (firstchair_session_finish(session_.get(), &take) != FIRSTCHAIR_OK) return features;  // no stroke
    double last = -1;
    firstchair_stroke some[64];
    for (std::size_t from = 0, told; (told = firstchair_session_strokes(session_.get(), from, some, 64)) > 0;
         from += told) {
      for (std::size_t i = 0; i < told; ++i) {
        const firstchair_stroke& stroke = some[i];
        const char* drum = firstchair_voice_name(stroke.voice);
        const double frame = static_cast<double>(stroke.frame);
        if (frame != last) features[kOnsets].push_back(feature(frame, {}, ""));
        last = frame;
        features[kStrokes].push_back(feature(frame, {stroke.strength}, drum));
        const bool measured = stroke.timed != 0 && stroke.kind == FIRSTCHAIR_MATCHED;
        if (measured)
          features[kErrors].push_back(feature(frame, {static_cast<float>(stroke.error_ms)}, drum));
      }
    }
    firstchair_pulse beats[64];
    for (std::size_t from = 0, told; (told = firstchair_session_pulse(session_.get(), from, beats, 64)) > 0;
         from += told) {
      for (std::size_t i = 0; i < told; ++i)
        features[kTempo].push_back(feature(beats[i].frame, {static_cast<float>(beats[i].bpm)}, ""));
    }
    return features;
  }

 private:
  static OutputDescriptor output(const char* id, const char* name, const char* what, const char* unit,
                                 std::vector<std::string> bins) {
    OutputDescriptor made;
    made.identifier = id;
    made.name = name;
    made.description = what;
    made.unit = unit;
    made.hasFixedBinCount = true;
    made.binCount = bins.size();
    made.binNames = std::move(bins);
    made.hasKnownExtents = false;
    made.isQuantized = false;
    made.sampleType = OutputDescriptor::VariableSampleRate;
    made.sampleRate = 0;
    made.hasDuration = false;
    return made;
  }

  Feature feature(double frame, std::vector<float> values, const char* label) const {
    Feature made;
    made.hasTimestamp = true;
    made.timestamp = Vamp::RealTime::fromSeconds(frame / static_cast<double>(m_inputSampleRate));
    made.values = std::move(values);
    made.label = label;
    return made;
  }

  std::unique_ptr<firstchair_session, FreeSession> session_;
  std::vector<float> mono_;
  std::size_t channels_ = 1;
  float bpm_ = 0, pad_ = 0;
};

}  // namespace
}  // namespace firstchair::plugins

const VampPluginDescriptor* vampGetPluginDescriptor(unsigned int version, unsigned int index) {
  static Vamp::PluginAdapter<firstchair::plugins::Drummer> adapter;
  return version < 1 || index > 0 ? nullptr : adapter.getDescriptor();
}
