namespace SecurityKit.Redis;

/// <summary>
/// The atomic steps upon sessions, all on the server's clock. A session is a hash that lives as long as it can be used or renewed; a subject's
/// sessions are members of a sorted set, <c>creation time ":" session id</c>, scored by their end. Session and index of a subject share a
/// hash slot. A step that learns the index or the evicted sessions on its way derives their names from what it read, in that same slot.
/// </summary>
/// <remarks>
/// Fields: u subject, c created, s last seen, e expires, i idle timeout, n renewable until, f factors, l level, h token hash, d device and
/// network, k key thumbprint, q step-up required; a family, t current, p previous refresh hash, x sealed successor, o rotated at; r:jti a revoked token's end.
/// Times are Unix milliseconds.
/// </remarks>
internal static class RedisSessionScripts
{
    /// <summary>What every step begins with. <c>keep</c> sets the ends of a session, its index entry and the index.</summary>
    private const string Common =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local function text(number) return string.format('%.0f', number) end
        local function fields(key) return redis.call('HMGET', key, 'u', 'c', 's', 'e', 'i', 'n', 'f', 'l', 'h', 'd', 'k', 'q') end
        local function live(v) return math.min(tonumber(v[3]) + tonumber(v[5]), tonumber(v[4])) end
        local function ends(v) return math.max(live(v), tonumber(v[6] or '0')) end
        local function member(v, id) return string.format('%015.0f', tonumber(v[2])) .. ':' .. id end
        local function prune(index) redis.call('ZREMRANGEBYSCORE', index, '-inf', text(now)) end
        local function keep(key, index, v, id)
          local finish = ends(v)
          redis.call('PEXPIREAT', key, text(finish))
          redis.call('ZADD', index, text(finish), member(v, id))
          prune(index)
          local last = redis.call('ZRANGE', index, -1, -1, 'WITHSCORES')
          if last[2] then redis.call('PEXPIREAT', index, text(tonumber(last[2]))) end
        end
        local function drop(key, index, v, id)
          redis.call('DEL', key)
          redis.call('ZREM', index, member(v, id))
        end

        """;

    /// <summary>KEYS: index, session, mark. ARGV: session key prefix, id, maximum, evict?, oldest factor, then the session's fields.</summary>
    internal static readonly RedisScript Create = new(Common +
        """
        local from = redis.call('GET', KEYS[3])
        if from and tonumber(ARGV[5]) < tonumber(from) then return {'revoked'} end
        prune(KEYS[1])
        local members = redis.call('ZRANGE', KEYS[1], 0, -1)
        local surplus = #members - tonumber(ARGV[3]) + 1
        if surplus > 0 and ARGV[4] == '0' then return {'limit'} end
        local answer = {'created'}
        table.sort(members)
        for n = 1, surplus do
          local id = string.sub(members[n], 17)
          local v = fields(ARGV[1] .. id)
          redis.call('DEL', ARGV[1] .. id)
          redis.call('ZREM', KEYS[1], members[n])
          if v[1] then
            answer[#answer + 1] = id
            answer[#answer + 1] = v
          end
        end
        redis.call('HSET', KEYS[2], unpack(ARGV, 6))
        keep(KEYS[2], KEYS[1], fields(KEYS[2]), ARGV[2])
        return answer
        """);

    /// <summary>KEYS: session. ARGV: index prefix, id. Answers whether it is live.</summary>
    internal static readonly RedisScript Touch = new(Common +
        """
        local v = fields(KEYS[1])
        if not v[1] or now >= live(v) then return 0 end
        v[3] = text(now)
        redis.call('HSET', KEYS[1], 's', v[3])
        keep(KEYS[1], ARGV[1] .. v[1], v, ARGV[2])
        return 1
        """);

    /// <summary>KEYS: index. ARGV: session key prefix. Answers ids and fields, the oldest first.</summary>
    internal static readonly RedisScript List = new(Common +
        """
        prune(KEYS[1])
        local answer = {}
        local members = redis.call('ZRANGE', KEYS[1], 0, -1)
        table.sort(members)
        for n = 1, #members do
          local id = string.sub(members[n], 17)
          local v = fields(ARGV[1] .. id)
          if v[1] then
            answer[#answer + 1] = id
            answer[#answer + 1] = v
          end
        end
        return answer
        """);

    /// <summary>KEYS: session. ARGV: subject, factors as they were read, new factors, level, token hash. Answers 1 done, 0 not there, 2 read again.</summary>
    internal static readonly RedisScript AddFactors = new(Common +
        """
        local v = fields(KEYS[1])
        if v[1] ~= ARGV[1] or now >= live(v) then return 0 end
        if v[7] ~= ARGV[2] then return 2 end
        redis.call('HSET', KEYS[1], 'f', ARGV[3], 'l', ARGV[4], 'h', ARGV[5])
        redis.call('HDEL', KEYS[1], 'q')
        return 1
        """);

    /// <summary>KEYS: session. ARGV: index prefix, id, family, presented, successor, sealed successor, thumbprint, leeway, lifetime.</summary>
    internal static readonly RedisScript RotateRefresh = new(Common +
        """
        local v = fields(KEYS[1])
        if not v[1] or not v[6] or tonumber(v[6]) <= now or (v[11] or '') ~= ARGV[7] then return {'none'} end
        local family = redis.call('HMGET', KEYS[1], 'a', 't', 'p', 'x', 'o')
        if family[1] ~= ARGV[3] then return {'none'} end
        local index = ARGV[1] .. v[1]
        if family[2] == ARGV[4] then
          v[3] = text(now)
          local finish = tonumber(v[4])
          if finish <= now then finish = now + tonumber(ARGV[9]) end
          v[4] = text(math.min(finish, tonumber(v[6])))
          redis.call('HSET', KEYS[1], 's', v[3], 'e', v[4], 't', ARGV[5], 'p', family[2], 'x', ARGV[6], 'o', text(now))
          keep(KEYS[1], index, v, ARGV[2])
          return {'rotated', v}
        end
        if family[3] == ARGV[4] and now - tonumber(family[5]) <= tonumber(ARGV[8]) then return {'repeated', v, family[4]} end
        drop(KEYS[1], index, v, ARGV[2])
        return {'reused', v}
        """);

    /// <summary>KEYS: session, index. ARGV: id, subject. Answers the fields of what was ended.</summary>
    internal static readonly RedisScript Revoke = new(Common +
        """
        local v = fields(KEYS[1])
        if v[1] ~= ARGV[2] then return false end
        drop(KEYS[1], KEYS[2], v, ARGV[1])
        return v
        """);

    /// <summary>KEYS: index, mark. ARGV: session key prefix, id to keep, factors count from, remember for. Answers ids and fields.</summary>
    internal static readonly RedisScript RevokeAll = new(Common +
        """
        local from = tonumber(redis.call('GET', KEYS[2]) or '0')
        redis.call('SET', KEYS[2], text(math.max(from, tonumber(ARGV[3]))), 'PX', ARGV[4])
        prune(KEYS[1])
        local answer = {}
        for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
          local id = string.sub(entry, 17)
          if id ~= ARGV[2] then
            local v = fields(ARGV[1] .. id)
            redis.call('DEL', ARGV[1] .. id)
            redis.call('ZREM', KEYS[1], entry)
            if v[1] then
              answer[#answer + 1] = id
              answer[#answer + 1] = v
            end
          end
        end
        return answer
        """);

    /// <summary>KEYS: session. ARGV: token id, its end. Drops what is no longer needed of earlier ones. Answers whether the session is there.</summary>
    internal static readonly RedisScript RevokeToken = new(Common +
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        local all = redis.call('HGETALL', KEYS[1])
        for n = 1, #all, 2 do
          if string.sub(all[n], 1, 2) == 'r:' and tonumber(all[n + 1]) <= now then redis.call('HDEL', KEYS[1], all[n]) end
        end
        redis.call('HSET', KEYS[1], 'r:' .. ARGV[1], ARGV[2])
        return 1
        """);
}
