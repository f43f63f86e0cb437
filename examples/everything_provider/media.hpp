// An image and a sound, as small as they get.
#pragma once

#include <string>

#include <fairlead/sdk.hpp>

namespace everything {

// The SDK writes Bytes as base64; here they are themselves.

// PNG: one red pixel.
inline fairlead::Bytes red_pixel() {
  static constexpr char kPng[] =
      "\x89PNG\r\n\x1a\n"
      "\0\0\0\rIHDR\0\0\0\1\0\0\0\1\b\2\0\0\0\x90wS\xde"
      "\0\0\0\fIDATx\xda\x63\xf8\xcf\xc0\0\0\3\1\1\0\xf7\3AC"
      "\0\0\0\0IEND\xae\x42`\x82";
  return {std::string(kPng, sizeof kPng - 1)};
}

// WAV: a millisecond of silence; mono, 8 bit, 8000 Hz.
inline fairlead::Bytes silence() {
  static constexpr char kWav[] =
      "RIFF,\0\0\0WAVE"
      "fmt \x10\0\0\0\1\0\1\0@\x1f\0\0@\x1f\0\0\1\0\b\0"
      "data\b\0\0\0\x80\x80\x80\x80\x80\x80\x80\x80";
  return {std::string(kWav, sizeof kWav - 1)};
}

}  // namespace everything
