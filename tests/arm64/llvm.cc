// llvm.cc - LLVM's MC layer, which tells of each operand whether it is read or
// written, and of each instruction what it does besides.
#include "llvm.h"

#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

using namespace llvm;

namespace {

struct Machine {
	const Target *target;
	std::unique_ptr<MCRegisterInfo> registers;
	std::unique_ptr<MCAsmInfo> assembly;
	std::unique_ptr<MCSubtargetInfo> subtarget;
	std::unique_ptr<MCInstrInfo> instructions;
	std::unique_ptr<MCContext> context;
	std::unique_ptr<MCDisassembler> disassembler;
	std::unique_ptr<MCInstPrinter> printer;
	MCInst last;
	std::string text;
};

Machine *machine;

// One of a register's name, or of the names that a tuple's is made of.
void note_part(const char *part, uint32_t *general, uint32_t *vectors)
{
	if (!strcmp(part, "FP"))
		*general |= 1u << 29;
	else if (!strcmp(part, "LR"))
		*general |= 1u << 30;
	else if (!strcmp(part, "SP") || !strcmp(part, "WSP"))
		*general |= 1u << 31;
	else if ((part[0] == 'X' || part[0] == 'W') && part[1] >= '0' && part[1] <= '9')
		*general |= 1u << atoi(part + 1);
	else if (strchr("BHSDQ", part[0]) && part[1] >= '0' && part[1] <= '9')
		*vectors |= 1u << atoi(part + 1);
}

void note(unsigned reg, uint32_t *general, uint32_t *vectors, bool *flags)
{
	std::string name = machine->registers->getName(reg);
	*flags |= name == "NZCV";
	for (size_t at = 0; at < name.size();) {
		size_t end = name.find('_', at);
		end = end == std::string::npos ? name.size() : end;
		note_part(name.substr(at, end - at).c_str(), general, vectors);
		at = end + 1;
	}
}

} // namespace

bool llvm_start(const char *features)
{
	LLVMInitializeAArch64TargetInfo();
	LLVMInitializeAArch64Target();
	LLVMInitializeAArch64TargetMC();
	LLVMInitializeAArch64Disassembler();
	std::string triple = "aarch64-linux-gnu", error;
	machine = new Machine;
	Machine &m = *machine;
	m.target = TargetRegistry::lookupTarget(triple, error);
	if (!m.target)
		return false;
	m.registers.reset(m.target->createMCRegInfo(triple));
	m.assembly.reset(m.target->createMCAsmInfo(*m.registers, triple, MCTargetOptions()));
	m.subtarget.reset(m.target->createMCSubtargetInfo(triple, "", features));
	m.instructions.reset(m.target->createMCInstrInfo());
	m.context.reset(new MCContext(Triple(triple), m.assembly.get(), m.registers.get(), m.subtarget.get()));
	m.disassembler.reset(m.target->createMCDisassembler(*m.subtarget, *m.context));
	m.printer.reset(m.target->createMCInstPrinter(Triple(triple), 0, *m.assembly, *m.instructions, *m.registers));
	return m.disassembler && m.printer;
}

bool llvm_decode(uint32_t word, uint64_t addr, struct llvm_facts *out)
{
	Machine &m = *machine;
	uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16), (uint8_t)(word >> 24)};
	uint64_t size;
	MCInst in;
	*out = {};
	MCDisassembler::DecodeStatus status = m.disassembler->getInstruction(in, size, bytes, addr, nulls());
	if (status == MCDisassembler::Fail)
		return false;
	const MCInstrDesc &d = m.instructions->get(in.getOpcode());
	uint32_t none = 0;
	bool reads_flags = false;
	out->unpredictable = status == MCDisassembler::SoftFail;
	out->name = m.instructions->getName(in.getOpcode()).data();
	for (unsigned i = 0; i < in.getNumOperands(); i++) {
		if (!in.getOperand(i).isReg() || !in.getOperand(i).getReg())
			continue;
		if (i < d.getNumDefs())
			note(in.getOperand(i).getReg(), &out->writes, &out->vectors, &out->sets_flags);
		else
			note(in.getOperand(i).getReg(), &out->reads, &none, &reads_flags);
	}
	for (const MCPhysReg *r = d.getImplicitDefs(); r && *r; r++)
		note(*r, &out->writes, &out->vectors, &out->sets_flags);
	for (const MCPhysReg *r = d.getImplicitUses(); r && *r; r++)
		note(*r, &out->reads, &none, &reads_flags);
	out->loads = d.mayLoad();
	out->stores = d.mayStore();
	m.last = in;
	return true;
}

const char *llvm_text(uint64_t addr)
{
	Machine &m = *machine;
	m.text.clear();
	raw_string_ostream os(m.text);
	m.printer->printInst(&m.last, addr, "", *m.subtarget, os);
	os.flush();
	return m.text.c_str();
}
