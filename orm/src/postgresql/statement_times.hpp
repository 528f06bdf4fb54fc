/// How long statements take, by their text: which of them may go together with those of others.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace portico::orm::postgresql {

/// For one thread.
class StatementTimes {
public:
    using Duration = std::chrono::steady_clock::duration;

    /// What it adds to the time of those that it goes with; nothing where it is not known to be quick. From time to time a known one is
    /// sent alone, to measure it again.
    std::optional<Duration> cost_among_strangers(const std::string& sql);
    /// It took longer than others should wait for it, the last time.
    bool is_slow(const std::string& sql) const;

    void note_alone(const std::string& sql, Duration took);
    /// It went with others, who took this long altogether, or was cancelled after it.
    void note_at_least(const std::string& sql, Duration took);
    void note_failed(const std::string& sql);

private:
    struct Record {
        Duration shortest{};           // falls at once, rises slowly: a busy loop makes a quick statement look slow
        std::uint32_t proofs = 0;      // times in a row that it was quick alone
        std::uint32_t needed = 16;     // of these: four times as many after it was slow alone or failed, fewer again in time
        std::chrono::steady_clock::time_point distrusted_at{};
        std::uint32_t until_alone = 0; // times together until it is measured again
        bool slow = false;
    };
    Record& record_of(const std::string& sql);
    static void distrust(Record& record);

    std::unordered_map<std::size_t, Record> records_;  // by the text's hash
    Duration shortest_of_all_ = Duration::max();       // hardly more than the way to the server and back
};

}  // namespace portico::orm::postgresql
