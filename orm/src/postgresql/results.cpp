#include "results.hpp"

#include <charconv>
#include <string_view>

#include "bind.hpp"

namespace portico::orm::postgresql {

namespace {

using Decode = void (*)(Rows& rows, std::string_view text);

template <class Number> void decode_number(Rows& rows, std::string_view text) {
    Number number{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size())
        rows.add(number);
    else
        rows.add_owned(Cell::Type::text, text);
}

void decode_boolean(Rows& rows, std::string_view text) { rows.add(std::int64_t(text == "t" ? 1 : 0)); }

void decode_text(Rows& rows, std::string_view text) { rows.add_owned(Cell::Type::text, text); }

/// "\x00ff": bytea_output is hex.
void decode_bytes(Rows& rows, std::string_view text) {
    auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) bytes += static_cast<char>(digit(text[i]) << 4 | digit(text[i + 1]));
    rows.add(Cell::Type::bytes, bytes);
}

Decode decoder_of(Oid type) {
    switch (type) {
    case oid::int2:
    case oid::int4:
    case oid::int8:
    case oid::oid: return &decode_number<std::int64_t>;
    case oid::float4:
    case oid::float8: return &decode_number<double>;
    case oid::boolean: return &decode_boolean;
    case oid::bytes: return &decode_bytes;
    default: return &decode_text;
    }
}

bool changes_rows(std::string_view command) {
    return command.starts_with("INSERT") || command.starts_with("UPDATE") || command.starts_with("DELETE") ||
           command.starts_with("MERGE");
}

}  // namespace

Answer answer_of(Result result) {
    Answer answer;
    if (changes_rows(PQcmdStatus(result.get()))) {
        const std::string_view count = PQcmdTuples(result.get());
        std::from_chars(count.data(), count.data() + count.size(), answer.result.rows_affected);
    }
    const int columns = PQnfields(result.get()), rows = PQntuples(result.get());
    if (columns == 0) return answer;
    answer.rows.start(static_cast<std::size_t>(columns));
    if (rows == 0) return answer;
    std::vector<Decode> decoders;
    decoders.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) decoders.push_back(decoder_of(PQftype(result.get(), column)));
    answer.rows.reserve(static_cast<std::size_t>(rows));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (PQgetisnull(result.get(), row, column)) {
                answer.rows.add_null();
                continue;
            }
            const auto length = static_cast<std::size_t>(PQgetlength(result.get(), row, column));
            decoders[static_cast<std::size_t>(column)](answer.rows, {PQgetvalue(result.get(), row, column), length});
        }
    }
    answer.rows.own(std::shared_ptr<const void>(std::shared_ptr<PGresult>(std::move(result))));
    return answer;
}

}  // namespace portico::orm::postgresql
