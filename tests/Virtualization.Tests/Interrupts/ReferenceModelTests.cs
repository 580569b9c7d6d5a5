using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// Random register writes, device lines, acknowledgements and ends: after each, when nothing is under way, every vCPU sees what the reference model says.
/// </summary>
public sealed class ReferenceModelTests
{
    private static readonly byte[] Priorities = [0x80, 0xa0, 0xc0];
    private static readonly uint[] Private = [0, 7, 15, 16, 20];
    private static readonly uint[] Shared = [32, 33, 63, 64, 100, 287];

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 2, 4)]
    [InlineData(2, 1, 4)]
    [InlineData(2, 2, 16)]
    [InlineData(3, 1, 5)]
    public void Every_vcpu_sees_what_the_specification_says(int nodes, int cpus, int listRegisters)
    {
        for (int seed = 1; seed <= 12; seed++) new Run(nodes, cpus, listRegisters, seed).Go(400);
    }

    private sealed class Run
    {
        private readonly SimulatedGuest _guest;
        private readonly Random _random;
        private readonly List<ReferenceInterrupt>[] _private;
        private readonly List<ReferenceInterrupt> _shared = [.. Shared.Select(intid => new ReferenceInterrupt(intid))];
        private readonly Stack<(ReferenceInterrupt Interrupt, int Priority)>[] _running;
        private readonly int _cpus;
        private readonly string _name;
        private string _operation = "";

        public Run(int nodes, int cpus, int listRegisters, int seed)
        {
            _guest = new SimulatedGuest(nodes, cpus, listRegisters);
            _random = new Random(seed);
            _cpus = cpus;
            _name = $"{nodes} x {cpus}, {listRegisters} list registers, seed {seed}";
            _private = [.. Enumerable.Range(0, nodes * cpus).Select(NewPrivate)];
            _running = [.. Enumerable.Range(0, nodes * cpus).Select(_ => new Stack<(ReferenceInterrupt, int)>())];
        }

        public void Go(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                int vcpu = _random.Next(_guest.VcpuCount);
                if (_random.Next(2) == 0) ChangeShared(_shared[_random.Next(_shared.Count)]);
                else if (_random.Next(2) == 0) ChangePrivate(_private[vcpu][_random.Next(Private.Length)], vcpu);
                else if (_random.Next(3) != 0) Acknowledge(vcpu);
                else End(vcpu);
                _guest.Settle();
                Check(step);
            }
        }

        private static List<ReferenceInterrupt> NewPrivate(int vcpu) =>
            [.. Private.Select(intid => new ReferenceInterrupt(intid) { Target = vcpu, IsEdge = intid < 16 })];

        private void ChangeShared(ReferenceInterrupt interrupt)
        {
            uint spi = interrupt.Intid;
            switch (_random.Next(8))
            {
                case 0:
                    interrupt.Target = _random.Next(_guest.VcpuCount);
                    _operation = $"route {spi} to {interrupt.Target}";
                    _guest.SetRoute(spi, interrupt.Target);
                    break;
                case 1 when !interrupt.IsPending && !interrupt.IsActive:
                    interrupt.IsEdge = !interrupt.IsEdge;
                    _operation = $"configure {spi}";
                    _guest.SetEdge(spi, interrupt.IsEdge);
                    break;
                case 2 or 3:
                    bool high = _random.Next(2) == 0;
                    bool rises = high && !interrupt.IsHigh && interrupt.IsEdge;
                    if (rises && WouldCountTwice(interrupt)) break;
                    interrupt.IsLatched |= rises;
                    interrupt.IsHigh = high;
                    _operation = $"level {spi} {high}";
                    _guest.SetLevel(spi, high);
                    break;
                case 4 when interrupt.IsEdge && !WouldCountTwice(interrupt):
                    interrupt.IsLatched = true;
                    _operation = $"pulse {spi}";
                    _guest.Pulse(spi);
                    break;
                default:
                    ChangeEither(interrupt, 0);
                    break;
            }
        }

        private void ChangePrivate(ReferenceInterrupt interrupt, int vcpu)
        {
            if (interrupt.Intid < 16 && _random.Next(3) == 0)
            {
                interrupt.IsLatched = true;
                _operation = $"SGI {interrupt.Intid} to {vcpu}";
                _guest.SendSgi(_random.Next(_guest.VcpuCount), Sgi(interrupt.Intid, vcpu / _cpus, vcpu % _cpus));
            }
            else if (_random.Next(8) == 0)
            {
                interrupt.ActiveOn = ReferenceInterrupt.Inactive;
                _operation = $"clear active {interrupt.Intid} of {vcpu}";
                _guest.WriteBit(ClearActive, interrupt.Intid, vcpu);
            }
            else
            {
                ChangeEither(interrupt, vcpu);
            }
        }

        private void ChangeEither(ReferenceInterrupt interrupt, int vcpu)
        {
            uint intid = interrupt.Intid;
            switch (_random.Next(5))
            {
                case 0 or 1:
                    interrupt.IsEnabled = _random.Next(3) != 0;
                    _operation = $"enable {intid} of {vcpu} {interrupt.IsEnabled}";
                    _guest.WriteBit(interrupt.IsEnabled ? SetEnable : ClearEnable, intid, vcpu);
                    break;
                case 2 when !WouldCountTwice(interrupt):
                    interrupt.IsLatched = true;
                    _operation = $"set pending {intid} of {vcpu}";
                    _guest.WriteBit(SetPending, intid, vcpu);
                    break;
                case 3:
                    interrupt.IsLatched = false;
                    _operation = $"clear pending {intid} of {vcpu}";
                    _guest.WriteBit(ClearPending, intid, vcpu);
                    break;
                default:
                    interrupt.Priority = Priorities[_random.Next(Priorities.Length)];
                    _operation = $"priority {intid} of {vcpu} {interrupt.Priority:x}";
                    _guest.SetPriority(intid, interrupt.Priority, vcpu);
                    break;
            }
        }

        // A carrier on another node does not merge an edge with one it has not acknowledged yet (SpiDistributor): the guest would see it twice, which the model
        // does not know.
        private static bool WouldCountTwice(ReferenceInterrupt interrupt) => interrupt.Intid >= 32 && interrupt.IsPending;

        private void Acknowledge(int vcpu)
        {
            ReferenceInterrupt? expected = Highest(vcpu);
            _operation = $"acknowledge on {vcpu}";
            Assert.True((expected?.Intid ?? 1023) == _guest.Acknowledge(vcpu), $"{_name}: {_operation}");
            if (expected is null) return;
            expected.IsLatched = false;
            expected.ActiveOn = vcpu;
            _running[vcpu].Push((expected, expected.Priority));
        }

        private void End(int vcpu)
        {
            if (!_running[vcpu].TryPop(out (ReferenceInterrupt Interrupt, int Priority) last)) return;
            ReferenceInterrupt interrupt = last.Interrupt;
            _operation = $"end {interrupt.Intid} on {vcpu}";
            _guest.End(vcpu, interrupt.Intid);
            interrupt.ActiveOn = ReferenceInterrupt.Inactive;
        }

        private ReferenceInterrupt? Highest(int vcpu)
        {
            int limit = _running[vcpu].TryPeek(out (ReferenceInterrupt Interrupt, int Priority) running) ? running.Priority : 0x100;
            return _private[vcpu].Concat(_shared.Where(spi => spi.Target == vcpu))
                .Where(i => i.IsPending && i.IsEnabled && !i.IsActive && i.Priority < limit)
                .OrderBy(i => i.Priority).ThenBy(i => i.Intid).FirstOrDefault();
        }

        private void Check(int step)
        {
            string where = $"{_name}: step {step}: {_operation}";
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++)
            {
                uint expected = Highest(vcpu)?.Intid ?? 1023;
                uint actual = _guest.HighestPending(vcpu);
                Assert.True(expected == actual, $"{where}: vcpu {vcpu} sees {actual} instead of {expected}");
            }
            if (step % 8 == 0) CheckRegisters(where);
        }

        private void CheckRegisters(string where)
        {
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++)
            {
                foreach (ReferenceInterrupt interrupt in _private[vcpu]) CheckState(where, interrupt, vcpu);
            }
            foreach (ReferenceInterrupt interrupt in _shared)
            {
                // The first read of an active bit asks the carrier, the next has the answer. The pending bit of an edge that another vCPU has acknowledged
                // falls with its end.
                _guest.ReadBit(SetActive, interrupt.Intid);
                _guest.Settle();
                bool lags = interrupt.IsActive && interrupt.ActiveOn != 0;
                CheckState(where, interrupt, 0, !lags);
            }
        }

        private void CheckState(string where, ReferenceInterrupt interrupt, int vcpu, bool pendingIsKnown = true)
        {
            bool active = _guest.ReadBit(SetActive, interrupt.Intid, vcpu);
            Assert.True(active == interrupt.IsActive, $"{where}: active state of {interrupt.Intid} at {vcpu} reads {active}");
            bool pending = _guest.ReadBit(SetPending, interrupt.Intid, vcpu);
            Assert.True(!pendingIsKnown || pending == interrupt.IsPending, $"{where}: pending state of {interrupt.Intid} at {vcpu} reads {pending}");
            Assert.Equal(interrupt.IsEnabled, _guest.ReadBit(SetEnable, interrupt.Intid, vcpu));
            _guest.Settle();
        }
    }
}
