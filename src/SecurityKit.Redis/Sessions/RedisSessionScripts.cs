namespace SecurityKit.Redis;

/// <summary>
/// The atomic steps upon sessions, all on the server's clock. A session is one string that lives as long as it can be used or renewed; a subject's
/// sessions are members of a sorted set, <c>creation time ":" session id</c>, scored by their end, and all sessions of a slot are members of another,
/// to be counted. These share a hash slot. A step that learns an index or the evicted sessions on its way derives their names from what it read.
/// </summary>
/// <remarks>
/// Fields of a session: 1 subject, 2 created, 3 last seen, 4 expires, 5 idle timeout, 6 renewable until, 7 factors, 8 level, 9 token hash, 10 device,
/// 11 fingerprint, 12 network, 13 key thumbprint, 14 step-up required, 15 revoked tokens with their ends; 16 family, 17 current, 18 previous refresh
/// hash, 19 sealed successor, 20 rotated at. Times are Unix milliseconds; what there is none of is empty.
/// </remarks>
internal static class RedisSessionScripts
{
    /// <summary>What every step begins with. <c>keep</c> writes a session and sets its end and those of its index entries.</summary>
    private const string Common =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local function text(number) return string.format('%.0f', number) end
        local function parse(raw)
          local v, at = {}, 1
          while at <= #raw do
            local colon = string.find(raw, ':', at, true)
            local finish = colon + tonumber(string.sub(raw, at, colon - 1))
            v[#v + 1] = string.sub(raw, colon + 1, finish)
            at = finish + 1
          end
          return v
        end
        local function read(key)
          local raw = redis.call('GET', key)
          if raw then return parse(raw), raw end
          return nil
        end
        local function join(v)
          local parts = {}
          for n = 1, #v do parts[n] = #v[n] .. ':' .. v[n] end
          return table.concat(parts)
        end
        local function live(v) return math.min(tonumber(v[3]) + tonumber(v[5]), tonumber(v[4])) end
        local function ends(v) return math.max(live(v), tonumber(v[6]) or 0) end
        local function member(v, id) return string.format('%015.0f', tonumber(v[2])) .. ':' .. id end
        local function all(key) return string.sub(key, 1, -45) .. ':all' end
        local function prune(set) redis.call('ZREMRANGEBYSCORE', set, '-inf', text(now)) end
        local function enter(set, entry, finish)
          redis.call('ZADD', set, text(finish), entry)
          prune(set)
          local last = redis.call('ZRANGE', set, -1, -1, 'WITHSCORES')
          if last[2] then redis.call('PEXPIREAT', set, text(tonumber(last[2]))) end
        end
        local function keep(key, index, v, id)
          local raw = join(v)
          local finish = ends(v)
          redis.call('SET', key, raw)
          redis.call('PEXPIREAT', key, text(finish))
          enter(index, member(v, id), finish)
          enter(all(key), id, finish)
          return raw
        end
        local function change(key, v)
          redis.call('SET', key, join(v), 'PX', math.max(redis.call('PTTL', key), 1))
        end
        local function drop(key, index, entry, id)
          redis.call('DEL', key)
          redis.call('ZREM', index, entry)
          redis.call('ZREM', all(key), id)
        end

        """;

    /// <summary>KEYS: index, session, mark. ARGV: session key prefix, id, maximum, evict?, oldest factor, the session.</summary>
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
          local key = ARGV[1] .. id
          local raw = redis.call('GET', key)
          drop(key, KEYS[1], members[n], id)
          if raw then
            answer[#answer + 1] = id
            answer[#answer + 1] = raw
          end
        end
        keep(KEYS[2], KEYS[1], parse(ARGV[6]), ARGV[2])
        return answer
        """);

    /// <summary>KEYS: session. ARGV: index prefix, id. Answers whether it is live.</summary>
    internal static readonly RedisScript Touch = new(Common +
        """
        local v = read(KEYS[1])
        if not v or now >= live(v) then return 0 end
        v[3] = text(now)
        keep(KEYS[1], ARGV[1] .. v[1], v, ARGV[2])
        return 1
        """);

    /// <summary>KEYS: index. ARGV: session key prefix. Answers ids and sessions, the oldest first.</summary>
    internal static readonly RedisScript List = new(Common +
        """
        prune(KEYS[1])
        local answer = {}
        local members = redis.call('ZRANGE', KEYS[1], 0, -1)
        table.sort(members)
        for n = 1, #members do
          local id = string.sub(members[n], 17)
          local raw = redis.call('GET', ARGV[1] .. id)
          if raw then
            answer[#answer + 1] = id
            answer[#answer + 1] = raw
          end
        end
        return answer
        """);

    /// <summary>KEYS: session. ARGV: subject, factors as they were read, new factors, level, token hash. Answers 1 done, 0 not there, 2 read again.</summary>
    internal static readonly RedisScript AddFactors = new(Common +
        """
        local v = read(KEYS[1])
        if not v or v[1] ~= ARGV[1] or now >= live(v) then return 0 end
        if v[7] ~= ARGV[2] then return 2 end
        v[7], v[8], v[9], v[14] = ARGV[3], ARGV[4], ARGV[5], ''
        change(KEYS[1], v)
        return 1
        """);

    /// <summary>KEYS: session. ARGV: index prefix, id, family, presented, successor, sealed successor, thumbprint, leeway, lifetime.</summary>
    internal static readonly RedisScript RotateRefresh = new(Common +
        """
        local v, raw = read(KEYS[1])
        if not v or (tonumber(v[6]) or 0) <= now or v[13] ~= ARGV[7] or v[16] ~= ARGV[3] then return {'none'} end
        local index = ARGV[1] .. v[1]
        if v[17] == ARGV[4] then
          local finish = tonumber(v[4])
          if finish <= now then finish = now + tonumber(ARGV[9]) end
          v[3], v[4] = text(now), text(math.min(finish, tonumber(v[6])))
          v[17], v[18], v[19], v[20] = ARGV[5], v[17], ARGV[6], text(now)
          return {'rotated', keep(KEYS[1], index, v, ARGV[2])}
        end
        if v[18] == ARGV[4] and now - tonumber(v[20]) <= tonumber(ARGV[8]) then return {'repeated', raw, v[19]} end
        drop(KEYS[1], index, member(v, ARGV[2]), ARGV[2])
        return {'reused', raw}
        """);

    /// <summary>KEYS: session, index. ARGV: id, subject. Answers what was ended.</summary>
    internal static readonly RedisScript Revoke = new(Common +
        """
        local v, raw = read(KEYS[1])
        if not v or v[1] ~= ARGV[2] then return false end
        drop(KEYS[1], KEYS[2], member(v, ARGV[1]), ARGV[1])
        return raw
        """);

    /// <summary>KEYS: index, mark. ARGV: session key prefix, id to keep, factors count from, remember for. Answers ids and sessions.</summary>
    internal static readonly RedisScript RevokeAll = new(Common +
        """
        local from = tonumber(redis.call('GET', KEYS[2]) or '0')
        redis.call('SET', KEYS[2], text(math.max(from, tonumber(ARGV[3]))), 'PX', ARGV[4])
        prune(KEYS[1])
        local answer = {}
        for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
          local id = string.sub(entry, 17)
          if id ~= ARGV[2] then
            local key = ARGV[1] .. id
            local raw = redis.call('GET', key)
            drop(key, KEYS[1], entry, id)
            if raw then
              answer[#answer + 1] = id
              answer[#answer + 1] = raw
            end
          end
        end
        return answer
        """);

    /// <summary>KEYS: session. ARGV: the token's mark, its end. Drops what is no longer needed of earlier ones. Answers whether the session is there.</summary>
    internal static readonly RedisScript RevokeToken = new(Common +
        """
        local v = read(KEYS[1])
        if not v then return 0 end
        local marks = { ARGV[1] .. '@' .. ARGV[2] }
        for mark, finish in string.gmatch(v[15], '([^@ ]+)@(%d+)') do
          if mark ~= ARGV[1] and tonumber(finish) > now then marks[#marks + 1] = mark .. '@' .. finish end
        end
        v[15] = table.concat(marks, ' ')
        change(KEYS[1], v)
        return 1
        """);

    /// <summary>KEYS: all sessions of a slot. ARGV: session key prefix, how many to pass over, how many to read. Answers how many there were, devices and networks with their counts.</summary>
    internal static readonly RedisScript Count = new(Common +
        """
        local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(now), '+inf', 'LIMIT', ARGV[2], ARGV[3])
        local devices, networks, present = {}, {}, 0
        for _, id in ipairs(ids) do
          local v = read(ARGV[1] .. id)
          if v then
            present = present + 1
            devices[v[10]] = (devices[v[10]] or 0) + 1
            networks[v[12]] = (networks[v[12]] or 0) + 1
          end
        end
        local function flat(counts)
          local list = {}
          for name, count in pairs(counts) do
            list[#list + 1] = name
            list[#list + 1] = count
          end
          return list
        end
        return {#ids, present, flat(devices), flat(networks)}
        """);
}
