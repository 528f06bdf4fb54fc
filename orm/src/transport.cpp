#include "transport.hpp"

namespace portico::orm {

std::vector<Answer> Session::run_all(const std::vector<Statement>& statements) {
    std::vector<Answer> answers;
    for (const Statement& statement : statements) answers.push_back(run(statement));
    return answers;
}

std::vector<Answer> Transport::execute_all(const std::vector<Statement>& statements) {
    auto session = begin({});
    auto answers = session->run_all(statements);
    session->commit();
    return answers;
}

}  // namespace portico::orm
