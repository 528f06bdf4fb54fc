/// Which transactions are open: the fiber-local state behind `atomic`.
#pragma once
#include <map>
#include <memory>
#include <vector>

#include <portico/fibers/local.hpp>

#include "transaction_state.hpp"

namespace portico::orm {

struct OpenTransaction {
    Connection* connection;
    std::shared_ptr<Transaction> transaction;
    int savepoint = 0;  // the innermost of this fiber
};
using OpenTransactions = std::vector<OpenTransaction>;

/// Those of this fiber, one for each database.
fibers::Local<OpenTransactions>& open_transactions();

/// The transactions around a test, begun when a database is first used.
class TestTransactions {
public:
    std::shared_ptr<Transaction> transaction_of(Connection& connection);
    void roll_back();

private:
    std::map<Connection*, std::shared_ptr<Transaction>> transactions_;
};

fibers::Local<std::shared_ptr<TestTransactions>>& test_transactions();

}  // namespace portico::orm
