// Precompiled for the tests: what core.hpp has, and GoogleTest with GoogleMock.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core.hpp"
