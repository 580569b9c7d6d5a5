using System;
using System.Linq;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

/// <summary>Guest time of several machines whose counters began hours apart and run too fast or too slow, with messages between them.</summary>
public sealed class GuestTimeChainTests
{
    private const int Messages = 20_000;
    private const int Seeds = 20;
    private const ulong Hour = 3600ul * 1_000_000_000;
    private const long Million = 1_000_000;

    // What each machine's counter has counted at the start, and how many millionths too fast it is.
    public static TheoryData<ulong[], int[]> Clocks => new()
    {
        { [0, 0, 0], [100, 0, -100] },
        { [0, 3 * Hour, 1000 * Hour], [100, 0, -100] },
        { [1000 * Hour, 3 * Hour, 0], [100, 0, -100] },
        { [0, 1ul << 56, 1ul << 62], [100, -100, 0] },
        { [(1ul << 63) - (3 * Hour), 1, 7 * Hour], [-100, 100, 0] },
    };

    [Theory]
    [MemberData(nameof(Clocks))]
    public void It_never_runs_backwards_along_a_chain_of_messages_and_goes_on_as_fast_as_the_fastest_counter(ulong[] began, int[] drifts)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Random random = new(seed);
            Machine[] machines = [.. began.Select((ticks, i) => new Machine(ticks, drifts[i]))];
            // Bring-up: the leader hears of all, and all of the leader.
            foreach (Machine member in machines) machines[0].Hear(member.Time.Now);
            foreach (Machine member in machines) member.Hear(machines[0].Time.Now);
            ulong start = machines[0].Time.Now.Value;
            ulong elapsed = 0;
            for (int i = 0; i < Messages; i++)
            {
                Machine from = machines[random.Next(machines.Length)];
                Machine to = machines[random.Next(machines.Length)];
                Cycles sent = from.Guest;
                elapsed += (ulong)random.NextInt64(10_000_000);
                foreach (Machine machine in machines) machine.Count(elapsed);
                if (from != to) to.Hear(sent);
                Assert.True(to.Guest >= sent, $"seed {seed}, message {i}: {to.Guest.Value} after {sent.Value}");
                ulong gone = to.Guest.Value - start;
                Assert.InRange(gone, Machine.Drifted(elapsed, drifts.Min()), Machine.Drifted(elapsed, drifts.Max()) + 1);
            }
        }
    }

    private sealed class Machine
    {
        private readonly FakeCounter _counter = new();
        private readonly FakeProcessor _processor = new();
        private readonly Register _register = new();
        private readonly ulong _began;
        private readonly int _drift;

        public Machine(ulong began, int drift)
        {
            (_began, _drift) = (began, drift);
            _counter.Now = new Cycles(began);
            Time = new GuestTime(_counter, _processor, new OneCpu(), _register, new EntryWork(_processor), new FakeInterruptController(), new NodeCounters(_processor));
            Time.Initialize();
        }

        public GuestTime Time { get; }

        // What its CPU reads in the guest: CNTVCT_EL0, the counter less CNTVOFF_EL2.
        public Cycles Guest
        {
            get
            {
                Time.TryLoad();
                return new Cycles(_counter.Now.Value - _register.Value);
            }
        }

        public static ulong Drifted(ulong elapsed, int drift) => elapsed + (ulong)((long)elapsed / Million * drift);

        public void Count(ulong elapsed) => _counter.Now = new Cycles(_began + Drifted(elapsed, _drift));

        public void Hear(Cycles time) => Time.AdvanceTo(time);
    }

    private sealed class OneCpu : ICpuTopology
    {
        public int CpuCount => 1;

        public ulong Affinity(CpuIndex cpu) => (ulong)cpu.Value;
    }

    private sealed class Register : IVirtualOffset
    {
        public ulong Value { get; private set; }

        public void Set(ulong ticks) => Value = ticks;
    }
}
