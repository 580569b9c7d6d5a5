using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static Pilevisor.Virtualization.Tests.SimulatedGuest;

namespace Pilevisor.Virtualization.Tests;

/// <summary>
/// Messages and kicks arrive in any order that is possible, while devices raise interrupts and the guest re-routes, disables, takes and ends them: in the end
/// every piece of work a device has announced was seen by a handler, and nothing is left anywhere.
/// </summary>
public sealed class NothingIsLostTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Every_announced_piece_of_work_is_handled(int nodes, int cpus)
    {
        for (int seed = 1; seed <= 15; seed++) new Run(nodes, cpus, seed).Go(1500);
    }

    private sealed class Run
    {
        private const uint FirstSpi = 40;
        private const int Spis = 8;
        private const uint Sgi = 3;

        private readonly SimulatedGuest _guest;
        private readonly Random _random;
        private readonly int _cpus;
        private readonly bool[] _work = new bool[Spis];
        private readonly bool[] _called;
        private readonly Stack<uint>[] _running;
        private readonly string _name;
        private int _handled;

        public Run(int nodes, int cpus, int seed)
        {
            _guest = new SimulatedGuest(nodes, cpus);
            _random = new Random(seed);
            _cpus = cpus;
            _name = $"{nodes} x {cpus}, seed {seed}";
            _called = new bool[_guest.VcpuCount];
            _running = [.. Enumerable.Range(0, _guest.VcpuCount).Select(_ => new Stack<uint>())];
            for (uint i = 0; i < Spis; i++) SetUp(FirstSpi + i);
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) _guest.WriteBit(SetEnable, Sgi, vcpu);
            _guest.Settle();
        }

        public void Go(int steps)
        {
            for (int step = 0; step < steps; step++) Step();
            for (uint i = 0; i < Spis; i++) _guest.WriteBit(SetEnable, FirstSpi + i);
            for (int round = 0; round < 200; round++) Drain();
            Assert.True(!_work.Contains(true), $"{_name}: work of a device was never handled");
            Assert.True(!_called.Contains(true), $"{_name}: an SGI was never taken");
            Assert.True(_handled > steps / 50, $"{_name}: only {_handled} interrupts in {steps} steps");
            Assert.Equal(0x52ul, _guest.ReadDistributor(0));
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++) Assert.Equal(0, _guest.NodeOf(vcpu).Lists.ValidCount(vcpu % _cpus));
            Assert.Empty(_guest.Network.Waiting());
        }

        private static bool IsEdge(uint spi) => spi % 2 == 0;

        private void SetUp(uint spi)
        {
            _guest.SetEdge(spi, IsEdge(spi));
            _guest.SetPriority(spi, (byte)(0x80 + (spi % 3 * 0x10)));
            _guest.WriteBit(SetEnable, spi);
        }

        private void Step()
        {
            uint spi = FirstSpi + (uint)_random.Next(Spis);
            int vcpu = _random.Next(_guest.VcpuCount);
            switch (_random.Next(12))
            {
                case 0:
                    Announce(spi);
                    break;
                case 1:
                    _guest.SetRoute(spi, _random.Next(_guest.VcpuCount));
                    break;
                case 2:
                    _guest.WriteBit(_random.Next(2) == 0 ? ClearEnable : SetEnable, spi);
                    break;
                case 3:
                    _guest.SetPriority(spi, (byte)(0x80 + (_random.Next(3) * 0x10)));
                    break;
                case 4:
                    _guest.ReadBit(SetActive, spi);
                    break;
                case 5:
                    _called[vcpu] = true;
                    _guest.SendSgi(_random.Next(_guest.VcpuCount), SimulatedGuest.Sgi(Sgi, vcpu / _cpus, vcpu % _cpus));
                    break;
                case 6 or 7:
                    List<(int From, int To)> waiting = _guest.Network.Waiting();
                    if (waiting.Count == 0) break;
                    (int from, int to) = waiting[_random.Next(waiting.Count)];
                    _guest.Deliver(from, to);
                    break;
                case 8:
                    _guest.NodeOf(vcpu).Run(vcpu % _cpus);
                    break;
                case 9:
                    EndOne(vcpu);
                    break;
                default:
                    TakeOne(vcpu);
                    break;
            }
        }

        private void Announce(uint spi)
        {
            _work[spi - FirstSpi] = true;
            if (IsEdge(spi)) _guest.Pulse(spi);
            else _guest.SetLevel(spi, true);
        }

        private void TakeOne(int vcpu)
        {
            uint intid = _guest.Acknowledge(vcpu);
            if (intid == 1023) return;
            _handled++;
            _running[vcpu].Push(intid);
            if (intid == Sgi)
            {
                _called[vcpu] = false;
                return;
            }
            _work[intid - FirstSpi] = false;
            if (!IsEdge(intid)) _guest.SetLevel(intid, false, vcpu);
        }

        private void EndOne(int vcpu)
        {
            if (_running[vcpu].TryPop(out uint intid)) _guest.End(vcpu, intid);
        }

        private void Drain()
        {
            _guest.Settle();
            for (int vcpu = 0; vcpu < _guest.VcpuCount; vcpu++)
            {
                while (_running[vcpu].Count != 0) EndOne(vcpu);
                TakeOne(vcpu);
                EndOne(vcpu);
            }
        }
    }
}
