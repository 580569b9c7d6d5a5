using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// Random programs on all vCPUs: registers of the distributor, of own and others' redistributors, and of the CPU interface with both EOImodes, and device lines. After each step, when nothing is under way, every vCPU sees
/// what the reference model says, whoever reads it.
/// </summary>
public sealed class ReferenceModelTests
{
    private static readonly byte[] Priorities = [0x40, 0x60, 0x80, 0xa0, 0xc0, 0xe0];
    private static readonly byte[] Masks = [0xff, 0xff, 0xa0, 0x60];
    private static readonly uint[] Private = [0, 7, 15, 16, 20];
    private static readonly uint[] Shared = [32, 33, 34, 63, 64, 65, 100, 101, 287];

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(1, 2, 4)]
    [InlineData(2, 1, 4)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 16)]
    [InlineData(3, 1, 5)]
    public void Every_vcpu_sees_what_the_specification_says(int nodes, int cpus, int listRegisters)
    {
        for (int seed = 1; seed <= 16; seed++) new Run(nodes, cpus, listRegisters, seed).Go(400);
    }

    private sealed class Run
    {
        private readonly SimulatedGuest _guest;
        private readonly Random _random;
        private readonly List<ReferenceInterrupt>[] _private;
        private readonly List<ReferenceInterrupt> _shared = [.. Shared.Select(intid => new ReferenceInterrupt(intid))];
        private readonly ReferenceInterface[] _interfaces;
        private readonly int _cpus;
        private readonly string _name;
        private int _groups = 3;
        private string _operation = "";

        public Run(int nodes, int cpus, int listRegisters, int seed)
        {
            _guest = new SimulatedGuest(nodes, cpus, listRegisters);
            _random = new Random(seed);
            _cpus = cpus;
            _name = $"{nodes} x {cpus}, {listRegisters} list registers, seed {seed}";
            _private = [.. Enumerable.Range(0, nodes * cpus).Select(NewPrivate)];
            _interfaces = [.. Enumerable.Range(0, nodes * cpus).Select(_ => new ReferenceInterface { SplitsDeactivation = _random.Next(2) == 0 })];
            _guest.WriteDistributor(0, 4, 3);
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) _guest.SetControl(vcpu, _guest.Control(vcpu).WithControl(_interfaces[vcpu].SplitsDeactivation, false));
            _guest.Settle();
        }

        public void Go(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                Step();
                _guest.Settle();
                Check(step);
            }
        }

        private static List<ReferenceInterrupt> NewPrivate(int vcpu) =>
            [.. Private.Select(intid => new ReferenceInterrupt(intid) { Target = vcpu, IsEdge = intid < 16 })];

        private void Step()
        {
            int vcpu = _random.Next(_guest.VcpuCount);
            switch (_random.Next(16))
            {
                case < 5:
                    ChangeShared(_shared[_random.Next(_shared.Count)]);
                    break;
                case < 8:
                    ChangePrivate(_private[vcpu][_random.Next(Private.Length)], vcpu);
                    break;
                case 8:
                    ChangeInterface(vcpu);
                    break;
                case < 13:
                    Acknowledge(vcpu);
                    break;
                case 13 when _interfaces[vcpu].SplitsDeactivation:
                    Deactivate(vcpu);
                    break;
                default:
                    End(vcpu);
                    break;
            }
        }

        private int AnyVcpu() => _random.Next(_guest.VcpuCount);

        private void ChangeShared(ReferenceInterrupt interrupt)
        {
            uint spi = interrupt.Intid;
            switch (_random.Next(8))
            {
                case 0:
                    interrupt.Target = AnyVcpu();
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
                    interrupt.IsLatched |= high && !interrupt.IsHigh && interrupt.IsEdge;
                    interrupt.IsHigh = high;
                    _operation = $"level {spi} {high}";
                    _guest.SetLevel(spi, high);
                    break;
                case 4 when interrupt.IsEdge:
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
            if (interrupt.Intid >= 16 || _random.Next(3) != 0)
            {
                ChangeEither(interrupt, vcpu);
                return;
            }
            bool isGroup1 = _random.Next(3) != 0;
            interrupt.IsLatched |= interrupt.IsGroup1 == isGroup1;
            _operation = $"SGI {interrupt.Intid} to {vcpu} as one of group {(isGroup1 ? 1 : 0)}";
            _guest.SendSgi(AnyVcpu(), Sgi(interrupt.Intid, vcpu / _cpus, vcpu % _cpus), isGroup1);
        }

        private void ChangeEither(ReferenceInterrupt interrupt, int vcpu)
        {
            uint intid = interrupt.Intid;
            int by = AnyVcpu();
            switch (_random.Next(9))
            {
                case 0 or 1:
                    interrupt.IsEnabled = _random.Next(4) != 0;
                    _operation = $"enable {intid} of {vcpu} {interrupt.IsEnabled}";
                    _guest.WriteBit(interrupt.IsEnabled ? SetEnable : ClearEnable, intid, vcpu, by);
                    break;
                case 2 or 3:
                    interrupt.IsLatched = true;
                    _operation = $"set pending {intid} of {vcpu} by {by}";
                    _guest.WriteBit(SetPending, intid, vcpu, by);
                    break;
                case 4:
                    interrupt.IsLatched = false;
                    _operation = $"clear pending {intid} of {vcpu} by {by}";
                    _guest.WriteBit(ClearPending, intid, vcpu, by);
                    break;
                case 5 when !interrupt.IsRunning:
                    interrupt.IsActive = _random.Next(3) == 0;
                    _operation = $"active {intid} of {vcpu} by {by}: {interrupt.IsActive}";
                    _guest.WriteBit(interrupt.IsActive ? SetActive : ClearActive, intid, vcpu, by);
                    break;
                case 6 when !interrupt.IsActive:
                    interrupt.IsGroup1 = _random.Next(3) != 0;
                    _operation = $"{intid} of {vcpu} is in group {(interrupt.IsGroup1 ? 1 : 0)}";
                    _guest.SetGroup(intid, interrupt.IsGroup1, vcpu);
                    break;
                default:
                    interrupt.Priority = Priorities[_random.Next(Priorities.Length)];
                    _operation = $"priority {intid} of {vcpu} {interrupt.Priority:x}";
                    _guest.SetPriority(intid, interrupt.Priority, vcpu);
                    break;
            }
        }

        private void ChangeInterface(int vcpu)
        {
            ReferenceInterface cpu = _interfaces[vcpu];
            switch (_random.Next(3))
            {
                case 0:
                    cpu.PriorityMask = Masks[_random.Next(Masks.Length)];
                    break;
                case 1:
                    cpu.Groups = _random.Next(3) == 0 ? _random.Next(4) : 3;
                    break;
                default:
                    _groups = _random.Next(3) == 0 ? _random.Next(4) : 3;
                    _operation = $"GICD_CTLR {_groups}";
                    _guest.WriteDistributor(0, 4, (ulong)_groups, AnyVcpu());
                    return;
            }
            _operation = $"groups {cpu.Groups} and mask {cpu.PriorityMask:x} on {vcpu}";
            _guest.SetControl(vcpu, _guest.Control(vcpu).WithPriorityMask(cpu.PriorityMask).WithEnabled(false, (cpu.Groups & 1) != 0).WithEnabled(true, (cpu.Groups & 2) != 0));
        }

        private void Acknowledge(int vcpu)
        {
            ReferenceInterrupt? expected = Signalled(vcpu);
            bool isGroup1 = _random.Next(8) == 0 ? _random.Next(2) == 0 : expected?.IsGroup1 ?? true;
            if (expected?.IsGroup1 != isGroup1) expected = null;
            _operation = $"acknowledge on {vcpu} in group {(isGroup1 ? 1 : 0)}";
            uint actual = _guest.Acknowledge(vcpu, isGroup1);
            Assert.True((expected?.Intid ?? 1023) == actual, $"{_name}: {_operation}: {actual} instead of {expected?.Intid ?? 1023}");
            if (expected is null) return;
            expected.IsLatched = false;
            expected.IsActive = true;
            expected.IsRunning = true;
            _interfaces[vcpu].Running.Push((expected, expected.Priority));
        }

        private void End(int vcpu)
        {
            if (!_interfaces[vcpu].Running.TryPop(out (ReferenceInterrupt Interrupt, int Priority) last)) return;
            _operation = $"end {last.Interrupt.Intid} on {vcpu}";
            _guest.End(vcpu, last.Interrupt.Intid, last.Interrupt.IsGroup1);
            last.Interrupt.IsRunning = false;
            if (!_interfaces[vcpu].SplitsDeactivation) last.Interrupt.IsActive = false;
        }

        // In any order, by any vCPU if it is shared, however it became active.
        private void Deactivate(int vcpu)
        {
            List<ReferenceInterrupt> active = [.. _private[vcpu].Concat(_shared).Where(interrupt => interrupt.IsActive && !interrupt.IsRunning)];
            if (active.Count == 0) return;
            ReferenceInterrupt interrupt = active[_random.Next(active.Count)];
            _operation = $"deactivate {interrupt.Intid} on {vcpu}";
            _guest.Deactivate(vcpu, interrupt.Intid);
            interrupt.IsActive = false;
        }

        private ReferenceInterrupt? Signalled(int vcpu)
        {
            ReferenceInterface cpu = _interfaces[vcpu];
            ReferenceInterrupt? highest = _private[vcpu].Concat(_shared.Where(spi => spi.Target == vcpu))
                .Where(i => i.IsPending && i.IsEnabled && !i.IsActive && (_groups & cpu.Groups & (i.IsGroup1 ? 2 : 1)) != 0)
                .OrderBy(i => i.Priority).ThenBy(i => i.Intid).FirstOrDefault();
            return highest is not null && highest.Priority < cpu.PriorityMask && highest.Priority < cpu.RunningPriority ? highest : null;
        }

        private void Check(int step)
        {
            string where = $"{_name}: step {step}: {_operation}";
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++)
            {
                uint expected = Signalled(vcpu)?.Intid ?? 1023;
                uint actual = _guest.HighestPending(vcpu);
                Assert.True(expected == actual, $"{where}: vcpu {vcpu} sees {actual} instead of {expected}");
            }
            if (step % 4 == 0) CheckRegisters(where);
        }

        private void CheckRegisters(string where)
        {
            Assert.Equal(0x50ul | (uint)_groups, _guest.ReadDistributor(0));
            // The order changes, since what is read first makes true what is read later.
            List<(ReferenceInterrupt Interrupt, int Vcpu)> all = [.. _shared.Select(interrupt => (interrupt, 0))];
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) all.AddRange(_private[vcpu].Select(interrupt => (interrupt, vcpu)));
            foreach ((ReferenceInterrupt interrupt, int vcpu) in all.OrderBy(_ => _random.Next())) CheckState(where, interrupt, vcpu);
        }

        private void CheckState(string where, ReferenceInterrupt interrupt, int vcpu)
        {
            int by = AnyVcpu();
            bool active = _guest.ReadBit(SetActive, interrupt.Intid, vcpu, by);
            Assert.True(active == interrupt.IsActive, $"{where}: active state of {interrupt.Intid} at {vcpu}, read by {by}, is {active}");
            bool pending = _guest.ReadBit(SetPending, interrupt.Intid, vcpu, by);
            Assert.True(pending == interrupt.IsPending, $"{where}: pending state of {interrupt.Intid} at {vcpu}, read by {by}, is {pending}");
            Assert.Equal(interrupt.IsEnabled, _guest.ReadBit(SetEnable, interrupt.Intid, vcpu));
        }
    }
}
