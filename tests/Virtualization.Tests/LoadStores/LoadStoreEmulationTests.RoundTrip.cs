using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <content>Every instruction there is: what was stored is loaded again.</content>
public sealed partial class LoadStoreEmulationTests
{
    [Fact]
    public void What_was_stored_is_loaded_by_the_instruction_of_the_same_form()
    {
        const int Seed = 7;
        Random random = new(Seed);
        int tried = 0;
        for (int i = 0; i < 400_000; i++)
        {
            // A store with the base x1, and data from register 2 on.
            uint word = ((uint)random.NextInt64(1L << 32) & 0xf5bf_fc00) | 0x0800_0020 | (2u + (uint)random.Next(20));
            bool isStore = LoadStoreDecoder.TryDecode(word, out LoadStore store) && !store.IsLoad;
            if (!isStore || !LoadStoreDecoder.TryDecode(word | LoadBit, out LoadStore load) || load.Elements != store.Elements || load.Target != store.Target || load.SignExtends) continue;
            bool usesBaseOtherwise = store.Index == 1 || (IsGeneral(store) && store.Second == 1) || store.Second == store.First;
            bool usesIndexOtherwise = IsGeneral(store) && store.Index == store.First;
            if (usesBaseOtherwise || usesIndexOtherwise) continue;
            tried++;
            RoundTrip(word, store, random);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} stores and loads, seed {Seed}");
        Assert.InRange(tried, 5_000, int.MaxValue);
    }

    private static bool IsGeneral(LoadStore access) => access.Target == LoadStoreTarget.General;

    private void RoundTrip(uint word, LoadStore store, Random random)
    {
        _accesses.Clear();
        for (int i = 0; i < 31; i++) _frame.X[i] = (ulong)random.NextInt64();
        for (int i = 0; i < 64; i++) _frame.Q[i] = (ulong)random.NextInt64();
        if (store.Index < 31) _frame.X[store.Index] = (ulong)random.Next(4) * 16;
        ulong start = Device + 0x400 + ((ulong)random.Next(8) * 64);
        _frame.X[1] = start - store.Address(0, _frame.Read(store.Index));
        TrapFrame before = _frame;
        Store(word, at: start);
        ulong newBase = _frame.X[1];
        _frame = before;
        foreach (int register in Registers(store))
        {
            if (IsGeneral(store)) _frame.Write(register, 0x5555);
            else if (store.Target != LoadStoreTarget.Lane) _frame.WriteLane(register, 0, 8, 0x5555);
            else _frame.WriteLane(register, store.Lane, store.ElementBytes, 0x55);
        }
        Load(word | LoadBit, at: start);
        Assert.Equal((newBase, Code + 4, 2 * store.Pieces), (_frame.X[1], _frame.Elr, _accesses.Count));
        foreach (int register in Registers(store)) Assert.True(Holds(store, before, register) == Holds(store, _frame, register), $"{word:x8}, register {register}");
    }

    private static IEnumerable<int> Registers(LoadStore store) => store.Target switch
    {
        LoadStoreTarget.General or LoadStoreTarget.Simd => store.Elements == 2 ? [store.First, store.Second] : [store.First],
        LoadStoreTarget.Lane => Enumerable.Range(store.First, store.StructureElements).Select(register => register % 32),
        _ => Enumerable.Range(store.First, store.Elements / store.Lanes).Select(register => register % 32),
    };

    // As much of a register as the access transfers, and what a load leaves of the rest.
    private static (ulong Low, ulong High) Holds(LoadStore store, TrapFrame frame, int register)
    {
        if (IsGeneral(store)) return (store.Extended(frame.Read(register)), 0);
        ulong low = frame.ReadLane(register, 0, 8);
        ulong high = frame.ReadLane(register, 1, 8);
        if (store.Target == LoadStoreTarget.Lane) return (low, high);
        int bytes = store.Target == LoadStoreTarget.Simd ? store.ElementBytes : store.Lanes * store.ElementBytes;
        return bytes == 16 ? (low, high) : (low & (ulong.MaxValue >> (64 - (bytes * 8))), 0);
    }
}
