using System;
using System.Threading;

namespace Pilevisor.Lab.Checking;

/// <summary>The states seen so far, each by its key, numbered from 0 in the order they came. Threads may add at the same time.</summary>
internal sealed class VisitedStates
{
    private const int Shards = 64;
    private const int FirstCapacity = 1 << 10;

    private readonly Shard[] _shards = new Shard[Shards];
    private int _count;

    public VisitedStates()
    {
        for (int i = 0; i < Shards; i++) _shards[i] = new Shard();
    }

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a state if it is new.</summary>
    /// <param name="key">What tells it from others.</param>
    /// <param name="number">Its number, new or old.</param>
    /// <returns>Whether it is new.</returns>
    public bool Add(UInt128 key, out int number)
    {
        Shard shard = _shards[(int)((ulong)key % Shards)];
        lock (shard) return shard.Add(key, ref _count, out number);
    }

    private sealed class Shard
    {
        private UInt128[] _keys = new UInt128[FirstCapacity];

        // A state's number + 1; 0 for a free place.
        private int[] _numbers = new int[FirstCapacity];
        private int _used;

        public bool Add(UInt128 key, ref int count, out int number)
        {
            int place = Find(key);
            number = _numbers[place] - 1;
            if (number >= 0) return false;
            number = Interlocked.Increment(ref count) - 1;
            _keys[place] = key;
            _numbers[place] = number + 1;
            if (++_used * 4 > _keys.Length * 3) Grow();
            return true;
        }

        private int Find(UInt128 key)
        {
            int mask = _keys.Length - 1;
            int place = (int)(ulong)(key >> 64) & mask;
            while (_numbers[place] != 0 && _keys[place] != key) place = (place + 1) & mask;
            return place;
        }

        private void Grow()
        {
            (UInt128[] keys, int[] numbers) = (_keys, _numbers);
            _keys = new UInt128[keys.Length * 2];
            _numbers = new int[keys.Length * 2];
            for (int i = 0; i < keys.Length; i++)
            {
                if (numbers[i] == 0) continue;
                int place = Find(keys[i]);
                _keys[place] = keys[i];
                _numbers[place] = numbers[i];
            }
        }
    }
}
