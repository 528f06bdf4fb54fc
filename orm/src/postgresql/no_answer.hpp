#pragma once
#include <portico/orm/errors.hpp>

namespace portico::orm::postgresql {

/// The deadline has passed; the connection is as it was.
class NoAnswer : public ConnectionLost {
public:
    using ConnectionLost::ConnectionLost;
};

}  // namespace portico::orm::postgresql
