// These are the few layers a small streaming net needs. Sizes are compile-time; weights lie input by input
// (all outputs of input 0, then of input 1, ...), so that every output is summed in the same order whatever
// the width of the machine's vectors: native and WASM agree to the bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/vector.h"
#include "engine/nn/math.h"

namespace firstchair::nn {

// This many sums are kept at a time: as many as the registers hold (eight of eight floats with AVX2).
inline constexpr std::size_t kWide = 64;

// All has all inputs of the frames that are summed together, where they are.
template <std::size_t In, std::size_t Frames>
class All {
 public:
  explicit All(const std::array<const float*, Frames>& in) : in_(in) {}
  static constexpr std::size_t size() { return In; }
  static constexpr std::size_t row(std::size_t k) { return k; }
  float operator()(std::size_t k, std::size_t frame) const { return in_[frame][k]; }

 private:
  std::array<const float*, Frames> in_;
};
// Some has those of them that are not 0 in every frame.
template <std::size_t In, std::size_t Frames>
class Some {
 public:
  explicit Some(const std::array<const float*, Frames>& in) : in_(in) {
    static_assert(In % kLanes == 0);
    using Bits = std::uint32_t __attribute__((vector_size(sizeof(float) * kLanes)));
    for (std::size_t i = 0; i < In; i += kLanes) {
      Bits any{};
      for (std::size_t t = 0; t < Frames; ++t) {
        Bits bits;
        std::memcpy(&bits, in[t] + i, sizeof bits);
        any |= bits;
      }
      any = any != 0 ? Bits{} + 1 : Bits{};
      std::array<std::uint32_t, kLanes> counts;
      std::memcpy(counts.data(), &any, sizeof any);
      for (std::size_t l = 0; l < kLanes; ++l) {
        rows_[size_] = static_cast<std::uint32_t>(i + l);
        size_ += counts[l];
      }
    }
  }
  std::size_t size() const { return size_; }
  std::size_t row(std::size_t k) const { return rows_[k]; }
  float operator()(std::size_t k, std::size_t frame) const { return in_[frame][rows_[k]]; }

 private:
  std::array<const float*, Frames> in_;
  std::array<std::uint32_t, In + 1> rows_;
  std::size_t size_ = 0;
};

// A Dense layer computes out[o] = bias[o] + sum over i of in[i] * weights[i * Out + o], the outputs in blocks
// that fit the registers.
template <std::size_t In, std::size_t Out>
struct Dense {
  std::vector<float> weights, bias;  // In * Out, Out

  // `rows` is a linear layer as it is kept elsewhere, output by output.
  void load(std::span<const float> rows, std::span<const float> biases) {
    weights.resize(In * Out);
    bias.assign(biases.begin(), biases.end());
    for (std::size_t o = 0; o < Out; ++o) {
      for (std::size_t i = 0; i < In; ++i) weights[i * Out + o] = rows[o * In + i];
    }
  }

  // [audio] Reads In floats of `in` and writes Out floats of `out`.
  void operator()(const float* in, float* out) const { one(All<In, 1>({in}), out); }
  // [audio] Does the same where many inputs are 0, as behind a rectifier: what they would add is left out.
  void rectified(const float* in, float* out) const { one(Some<In, 1>({in}), out); }

  // [audio] Does so with kTogether inputs, reading the weights once: what costs is to fetch them. Every
  // output is summed in the order of one at a time, so the bits are the same.
  static constexpr std::size_t kTogether = 4;
  using Inputs = std::array<const float*, kTogether>;
  using Outputs = std::array<float*, kTogether>;
  void operator()(const Inputs& in, const Outputs& out) const { several(All<In, kTogether>(in), out); }
  void rectified(const Inputs& in, const Outputs& out) const { several(Some<In, kTogether>(in), out); }

 private:
  template <class Of>
  void one(const Of& in, float* out) const {
    std::size_t o = 0;
    for (; o + kWide <= Out; o += kWide) block<kWide>(in, 0, out, o);
    if constexpr (Out % kWide != 0) block<Out % kWide>(in, 0, out, o);
  }
  template <class Of>
  void several(const Of& in, const Outputs& out) const {
    std::size_t o = 0;
    for (; o + 2 * kLanes <= Out; o += 2 * kLanes) blocks<2>(in, out, o);
    for (; o + kLanes <= Out; o += kLanes) blocks<1>(in, out, o);
    if constexpr (Out % kLanes != 0) {
      for (std::size_t t = 0; t < kTogether; ++t) block<Out % kLanes>(in, t, out[t], o);
    }
  }
  template <std::size_t Vecs, class Of>
  void blocks(const Of& in, const Outputs& out, std::size_t o) const {
    Vec sums[kTogether][Vecs];
    for (std::size_t t = 0; t < kTogether; ++t) {
      for (std::size_t v = 0; v < Vecs; ++v) sums[t][v] = vec_at(bias.data() + o + v * kLanes);
    }
    const std::size_t size = in.size();
    for (std::size_t i = 0; i < size; ++i) {
      const float* row = weights.data() + in.row(i) * Out + o;
      Vec of[Vecs];
      for (std::size_t v = 0; v < Vecs; ++v) of[v] = vec_at(row + v * kLanes);
      for (std::size_t t = 0; t < kTogether; ++t) {
        const float x = in(i, t);
        for (std::size_t v = 0; v < Vecs; ++v) sums[t][v] += x * of[v];
      }
    }
    for (std::size_t t = 0; t < kTogether; ++t) {
      for (std::size_t v = 0; v < Vecs; ++v) put(out[t] + o + v * kLanes, sums[t][v]);
    }
  }
  template <std::size_t Width, class Of>
  void block(const Of& in, std::size_t frame, float* out, std::size_t o) const {
    constexpr std::size_t kVecs = Width / kLanes, kRest = Width % kLanes;
    Vec sums[kVecs + 1];
    float rest[kRest + 1];
    for (std::size_t k = 0; k < kVecs; ++k) sums[k] = vec_at(bias.data() + o + k * kLanes);
    for (std::size_t k = 0; k < kRest; ++k) rest[k] = bias[o + kVecs * kLanes + k];
    const std::size_t size = in.size();
    for (std::size_t i = 0; i < size; ++i) {
      const float* row = weights.data() + in.row(i) * Out + o;
      const float x = in(i, frame);
      for (std::size_t k = 0; k < kVecs; ++k) sums[k] += x * vec_at(row + k * kLanes);
      for (std::size_t k = 0; k < kRest; ++k) rest[k] += x * row[kVecs * kLanes + k];
    }
    for (std::size_t k = 0; k < kVecs; ++k) put(out + o + k * kLanes, sums[k]);
    for (std::size_t k = 0; k < kRest; ++k) out[o + kVecs * kLanes + k] = rest[k];
  }
};

// ConvPool is a causal 3x3 convolution over (time, band) with rectifier, of which it keeps the louder of
// every two bands. The two frames before the first are silence (zeros).
template <std::size_t In, std::size_t Out, std::size_t Bands>
class ConvPool {
 public:
  static constexpr std::size_t kOut = Out * (Bands / 2);

  // `rows` is [out][in][time][band], as PyTorch keeps them.
  void load(std::span<const float> rows, std::span<const float> biases) {
    weights_.resize(9 * In * Out);
    bias_.assign(biases.begin(), biases.end());
    std::array<bool, In> heard{};
    for (std::size_t o = 0; o < Out; ++o) {
      for (std::size_t i = 0; i < In; ++i) {
        for (std::size_t k = 0; k < 9; ++k) {
          weights_[(k * In + i) * Out + o] = rows[(o * In + i) * 9 + k];
          heard[i] |= rows[(o * In + i) * 9 + k] != 0;
        }
      }
    }
    used_ = 0;
    for (std::size_t k = 0; k < 3 * In; ++k)
      if (heard[k % In]) use_[used_++] = static_cast<std::uint16_t>(k);
    reset();
  }
  void reset() {
    for (Padded& frame : frames_) frame.fill(0);
    newest_ = 0;
  }

  // [audio] `in` is [band][in channel], `out` is [band / 2][out channel].
  void operator()(const float* in, float* out) {
    newest_ = (newest_ + 1) % 3;
    for (std::size_t i = 0; i < In * Bands; ++i) frames_[newest_][In + i] = in[i];
    constexpr std::size_t kVecs = Out / kLanes;
    constexpr std::size_t kTogether = kWide / Out;  // bands
    static_assert(Out % kLanes == 0 && kTogether % 2 == 0 && Bands % kTogether == 0);
    for (std::size_t b = 0; b < Bands; b += kTogether) {
      Vec sums[kTogether][kVecs];
      for (std::size_t t = 0; t < kTogether; ++t) {
        for (std::size_t v = 0; v < kVecs; ++v) sums[t][v] = vec_at(bias_.data() + v * kLanes);
      }
      for (std::size_t time = 0; time < 3; ++time) {
        const float* x = frames_[(newest_ + 1 + time) % 3].data() + b * In;
        for (std::size_t n = 0; n < used_; ++n) {  // three bands, all channels: side by side
          const std::size_t k = use_[n];
          const float* row = weights_.data() + (time * 3 * In + k) * Out;
          Vec weights[kVecs];
          for (std::size_t v = 0; v < kVecs; ++v) weights[v] = vec_at(row + v * kLanes);
          for (std::size_t t = 0; t < kTogether; ++t) {
            const float value = x[t * In + k];
            for (std::size_t v = 0; v < kVecs; ++v) sums[t][v] += value * weights[v];
          }
        }
      }
      for (std::size_t t = 0; t < kTogether; t += 2) {
        for (std::size_t v = 0; v < kVecs; ++v) {
          const Vec louder = sums[t][v] > sums[t + 1][v] ? sums[t][v] : sums[t + 1][v];
          put(out + (b + t) / 2 * Out + v * kLanes, louder > 0 ? louder : Vec{});
        }
      }
    }
  }

 private:
  using Padded = std::array<float, In*(Bands + 2)>;  // a band of zeros on either side
  std::vector<float> weights_, bias_;
  std::array<std::uint16_t, 3 * In> use_{};  // a channel of which no output asks anything is left out
  std::size_t used_ = 0;
  std::array<Padded, 3> frames_{};
  std::size_t newest_ = 0;
};

// Gru is a gated recurrent unit (Cho et al. 2014, in PyTorch's form: the reset gate acts behind the matrix).
template <std::size_t In, std::size_t Size>
class Gru {
 public:
  void load(std::span<const float> in_rows, std::span<const float> in_bias, std::span<const float> state_rows,
            std::span<const float> state_bias) {
    from_in_.load(in_rows, in_bias);
    from_state_.load(state_rows, state_bias);
    reset();
  }
  void reset() { state_.fill(0); }

  // [audio] Reads In floats of `in` and returns the new state.
  const std::array<float, Size>& operator()(const float* in) {
    from_in_.rectified(in, a_.data());
    return step(a_.data());
  }
  // [audio] The same in two parts, so that several inputs may go through the first together: the input's part
  // of the gates, and the step with it.
  static constexpr std::size_t kGates = 3 * Size;
  const Dense<In, kGates>& from_in() const { return from_in_; }
  const std::array<float, Size>& step(const float* a) {
    from_state_(state_.data(), b_.data());
    for (std::size_t k = 0; k < Size; ++k) {
      const float r = sigmoid(a[k] + b_[k]), z = sigmoid(a[Size + k] + b_[Size + k]);
      const float n = fast_tanh(a[2 * Size + k] + r * b_[2 * Size + k]);
      state_[k] = (1 - z) * n + z * state_[k];
    }
    return state_;
  }

 private:
  Dense<In, 3 * Size> from_in_;
  Dense<Size, 3 * Size> from_state_;
  std::array<float, Size> state_{};
  std::array<float, 3 * Size> a_{}, b_{};
};

}  // namespace firstchair::nn
