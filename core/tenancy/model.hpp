// The words of tenancy. The types live in store/model.hpp, so that stored rows and the directory share them.
#pragma once

#include "store/model.hpp"

namespace fairlead::tenancy {

using store::Connection;
using store::ConnectionKey;
using store::Fallback;
using store::ManagedBy;
using store::ProviderRule;
using store::Tenant;

}  // namespace fairlead::tenancy
